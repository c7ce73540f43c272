package dev.vernier.plan;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.target.OperatorRole;
import dev.vernier.target.Target;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is decided so far of a placement that quantizes the inputs of products, {@link
 * dev.vernier.target.PairPlacement#ON_INPUTS}.
 *
 * <p>Starts with every node in float; each {@link InputRule} looks at the graph and at what the
 * rules before it decided. Not thread-safe.
 */
final class InputRegion {

    /** In this order: sums and averages look for products, joined values for all readers. */
    private static final List<InputRule> RULES =
            List.of(
                    new QuantizeProducts(),
                    new QuantizeShortcuts(),
                    new QuantizeAverages(),
                    new ShareConcatScales());

    /** These only give the same elements another shape. */
    private static final Set<String> RESHAPING =
            Set.of("Reshape", "Flatten", "Transpose", "Squeeze", "Unsqueeze", "Identity");

    private final Graph graph;
    private final Target target;
    private final Exclusions exclusions;
    private final Map<Node, NodeDecision> decisions = new LinkedHashMap<>();
    private final Map<String, String> scaleSources = new LinkedHashMap<>();

    private InputRegion(Graph graph, Target target, Exclusions exclusions) {
        this.graph = graph;
        this.target = target;
        this.exclusions = exclusions;
        graph.nodes().forEach(node -> decisions.put(node, inFloat(node)));
    }

    static InputRegion settled(Graph graph, Target target, Exclusions exclusions) {
        InputRegion region = new InputRegion(graph, target, exclusions);
        RULES.forEach(rule -> rule.apply(region));
        return region;
    }

    private NodeDecision inFloat(Node node) {
        Optional<Exclusions.Exclusion> excluded = exclusions.of(node.name());
        if (excluded.isPresent()) {
            return NodeDecision.plain(node, excluded.get().reason(), excluded.get().detail());
        }
        boolean isFloat =
                !node.outputs().isEmpty()
                        && graph.elementType(node.output())
                                .map(type -> type == ElementType.FLOAT)
                                .orElse(true);
        if (!isFloat) {
            return NodeDecision.plain(node, Reason.NOT_FLOAT);
        }
        return NodeDecision.plain(
                node, target.role(node).isPresent() ? Reason.NOT_FUSED : Reason.NO_KERNEL);
    }

    Graph graph() {
        return graph;
    }

    Target target() {
        return target;
    }

    Map<Node, NodeDecision> decisions() {
        return decisions;
    }

    Map<String, String> scaleSources() {
        return scaleSources;
    }

    /** The nodes of a role that nothing was decided of, in the order of the graph. */
    List<Node> open(Class<? extends OperatorRole> role) {
        return decisions.entrySet().stream()
                .filter(entry -> entry.getValue().reason() == Reason.NOT_FUSED)
                .map(Map.Entry::getKey)
                .filter(node -> target.role(node).filter(role::isInstance).isPresent())
                .toList();
    }

    void decide(Node node, NodeDecision decision) {
        decisions.put(node, decision);
    }

    NodeDecision decision(Node node) {
        return Optional.ofNullable(decisions.get(node)).orElseThrow();
    }

    /** Values that some node reads in integers. */
    Set<String> quantized() {
        Set<String> read = new HashSet<>();
        decisions.values().forEach(decision -> read.addAll(decision.quantizedInputs()));
        return read;
    }

    /** Whether all that read a value, in whatever shape, read it in integers. */
    boolean allReadIntegers(String value) {
        List<Node> readers = graph.consumers(value);
        return !readers.isEmpty()
                && !graph.isOutput(value)
                && readers.stream()
                        .allMatch(
                                reader ->
                                        decision(reader).quantizedInputs().contains(value)
                                                || (isReshaping(reader)
                                                        && allReadIntegers(reader.output())));
    }

    static boolean isReshaping(Node node) {
        return node.op().isOnnx() && RESHAPING.contains(node.op().name());
    }

    /** A node that reads some values in integers, and nothing else of it changes. */
    static NodeDecision reading(Node node, List<String> inputs, String detail) {
        return new NodeDecision(
                node.name(),
                node.op().toString(),
                Reason.QUANTIZED_INPUT,
                detail,
                inputs,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
