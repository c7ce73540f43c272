package dev.vernier.plan;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.prepare.Pattern;
import dev.vernier.prepare.PatternKind;
import dev.vernier.prepare.Patterns;
import dev.vernier.target.OperatorRole;
import dev.vernier.target.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The first look at each node by itself: what it could be if its neighbours allow it.
 *
 * <p>Nothing inside of a pattern that the runtime fuses in float is a candidate, but for the
 * operators of a SiLU or HardSwish, which have integer kernels of their own.
 *
 * <p>{@link IntegerRegion} then takes back what the neighbours do not allow.
 */
final class Candidates {

    private static final Set<PatternKind> IN_INTEGERS =
            Set.of(PatternKind.SILU, PatternKind.HARD_SWISH);

    private final Graph graph;
    private final Target target;
    private final Exclusions exclusions;
    private final Patterns patterns;
    private final WeightedCandidate weighted;
    private final Clipping clipping;

    Candidates(Graph graph, Target target, Exclusions exclusions) {
        this.graph = graph;
        this.target = target;
        this.exclusions = exclusions;
        this.patterns = Patterns.of(graph);
        this.clipping = new Clipping(graph, target, exclusions);
        this.weighted = new WeightedCandidate(graph, target.biases(), clipping);
    }

    NodeDecision of(Node node) {
        Optional<Exclusions.Exclusion> excluded = exclusions.of(node.name());
        return excluded.isPresent()
                ? NodeDecision.plain(node, excluded.get().reason(), excluded.get().detail())
                : allowed(node);
    }

    private NodeDecision allowed(Node node) {
        if (node.outputs().isEmpty() || !isFloat(node)) {
            return NodeDecision.plain(node, Reason.NOT_FLOAT);
        }
        Optional<OperatorRole> role = target.role(node);
        if (role.isEmpty()) {
            return NodeDecision.plain(node, Reason.NO_KERNEL);
        }
        if (role.get() instanceof OperatorRole.Weighted product) {
            return weighted.of(node, product);
        }
        Optional<Pattern> pattern =
                patterns.around(node).filter(found -> !IN_INTEGERS.contains(found.kind()));
        if (pattern.isPresent()) {
            return NodeDecision.plain(node, Reason.INSIDE_PATTERN, pattern.get().kind().title());
        }
        if (role.get() instanceof OperatorRole.Lookup) {
            return LookupCandidate.of(node, graph);
        }
        if (role.get() instanceof OperatorRole.Recurrent) {
            return RecurrentCandidate.of(node, graph);
        }
        if (role.get() instanceof OperatorRole.Projecting) {
            return AttentionCandidate.of(node, graph);
        }
        if (role.get() instanceof OperatorRole.Joining) {
            return joining(node);
        }
        if (role.get() instanceof OperatorRole.Saturating) {
            return target.activations().isSymmetric()
                    ? NodeDecision.plain(node, Reason.NO_KERNEL)
                    : joining(node);
        }
        if (role.get() instanceof OperatorRole.Moving) {
            return moving(node);
        }
        return NodeDecision.plain(
                node,
                role.get() instanceof OperatorRole.Shunned
                        ? Reason.LOSSY_KERNEL
                        : Reason.NOT_CLIPPED_BY_RANGE);
    }

    /** False only where some output is known to be something else. */
    private boolean isFloat(Node node) {
        return graph.elementType(node.output()).map(type -> type == ElementType.FLOAT).orElse(true);
    }

    private NodeDecision joining(Node node) {
        if (!hasPoolForm(node)) {
            return NodeDecision.plain(node, Reason.POOL_FORM);
        }
        List<String> inputs = new ArrayList<>();
        for (String input : node.inputs()) {
            Optional<Tensor> constant = graph.constant(input);
            if (constant.isPresent() && !(node.is("Mul") && fits(constant.get()))) {
                return NodeDecision.plain(node, Reason.CONSTANT_OPERAND, input);
            }
            if (constant.isEmpty() && !input.isEmpty()) {
                inputs.add(input);
            }
        }
        return new NodeDecision(
                node.name(),
                node.op().toString(),
                Reason.JOINING_KERNEL,
                "",
                inputs,
                Optional.empty(),
                Optional.empty(),
                Optional.of(clipping.quantizedOutput(node)));
    }

    private boolean fits(Tensor factor) {
        return ConstantFactor.of(factor, target.activations()).isPresent();
    }

    /**
     * False for an average that ONNX Runtime 1.29 does not load in integers (dilations), or of
     * which its integer kernel counts the last, partial window in another way than its float one.
     */
    private static boolean hasPoolForm(Node node) {
        boolean dilated =
                node.ints("dilations").stream().flatMap(List::stream).anyMatch(step -> step != 1);
        boolean countsBeyond =
                node.attribute("ceil_mode", 0L) != 0
                        && node.attribute("count_include_pad", 0L) != 0;
        return !node.is("AveragePool") || (!dilated && !countsBeyond);
    }

    /** The data is input 0; the others say where it goes. */
    static NodeDecision moving(Node node) {
        return new NodeDecision(
                node.name(),
                node.op().toString(),
                Reason.MOVED,
                "",
                List.of(node.inputs().get(0)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(node.output()));
    }
}
