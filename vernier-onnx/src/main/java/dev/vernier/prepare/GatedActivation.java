package dev.vernier.prepare;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Recognizes activations of the form {@code x g(x)}, from the function within g:
 *
 * <pre>
 * GELU       x * 0.5 * (1 + Erf(x / 1.41))          the factors in any order
 *            x * 0.5 * (1 + Tanh(0.8 * (x + 0.04 * Pow(x, 3))))
 * SiLU       x * Sigmoid(x),  x * Sigmoid(1.7 * x)
 * HardSwish  x * Clip(x + 3, 0, 6) / 6,  x * HardSigmoid(x)
 * </pre>
 *
 * <p>Does not fire where the factor is another value than the one g is computed from, as in
 * squeeze-and-excitation and gated linear units.
 */
final class GatedActivation implements PatternMatcher {

    private static final Map<String, PatternKind> KINDS =
            Map.of(
                    "Erf", PatternKind.GELU,
                    "Tanh", PatternKind.GELU,
                    "Sigmoid", PatternKind.SILU,
                    "HardSigmoid", PatternKind.HARD_SWISH,
                    "Clip", PatternKind.HARD_SWISH);

    private static final Set<String> OPERATORS =
            Set.of(
                    "Mul",
                    "Div",
                    "Add",
                    "Pow",
                    "Cast",
                    "Erf",
                    "Tanh",
                    "Sigmoid",
                    "HardSigmoid",
                    "Clip");

    private static final Set<String> ARITHMETIC = Set.of("Mul", "Div", "Add");

    @Override
    public Optional<Pattern> match(Node anchor, Graph graph) {
        if (!anchor.op().isOnnx() || !KINDS.containsKey(anchor.op().name())) {
            return Optional.empty();
        }
        Node gate = behindConstants(anchor, ARITHMETIC, graph);
        Optional<Node> product = graph.onlyConsumer(gate.output()).filter(node -> node.is("Mul"));
        if (product.isEmpty()) {
            return Optional.empty();
        }
        Node end = behindConstants(product.get(), Set.of("Mul", "Div"), graph);
        return roots(product.get(), gate.output(), graph)
                .flatMap(root -> Region.between(root, end, OPERATORS, graph).stream())
                .findFirst()
                .map(nodes -> new Pattern(kind(anchor), nodes));
    }

    private static PatternKind kind(Node anchor) {
        return KINDS.getOrDefault(anchor.op().name(), PatternKind.GELU);
    }

    /** The last node of a chain in which each combines the one before with a constant. */
    private static Node behindConstants(Node start, Set<String> operators, Graph graph) {
        Node end = start;
        for (int hops = 0; hops < 2; hops++) {
            Optional<Node> next =
                    graph.onlyConsumer(end.output())
                            .filter(node -> Region.isOneOf(node, operators))
                            .filter(node -> Region.besideConstant(node, graph).isPresent());
            if (next.isEmpty()) {
                return end;
            }
            end = next.get();
        }
        return end;
    }

    /** What x may be: the other factor, or what that one is a multiple of. */
    private static Stream<String> roots(Node product, String gate, Graph graph) {
        String factor = Region.other(product, gate);
        Optional<String> halved =
                graph.producer(factor)
                        .filter(node -> Region.isOneOf(node, Set.of("Mul", "Div")))
                        .flatMap(node -> Region.besideConstant(node, graph));
        return Stream.concat(List.of(factor).stream(), halved.stream());
    }
}
