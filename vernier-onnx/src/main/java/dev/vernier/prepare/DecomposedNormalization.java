package dev.vernier.prepare;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Recognizes LayerNormalization and RMSNormalization written out, from their Sqrt:
 *
 * <pre>
 * d = x - ReduceMean(x);  s = Sqrt(ReduceMean(Pow(d, 2)) + epsilon)
 *   y = d / s  [* gamma] [+ beta]                          as PyTorch writes it; d = x is RMS
 *   k = gamma * Reciprocal(s);  y = x * k + (beta - m * k)  as Keras writes it
 * </pre>
 *
 * <p>Mul(d, d) for Pow, Mul by the Reciprocal for Div, and Cast in between are seen through.
 */
final class DecomposedNormalization implements PatternMatcher {

    private static final Set<String> OPERATORS =
            Set.of(
                    "ReduceMean",
                    "Sub",
                    "Pow",
                    "Mul",
                    "Add",
                    "Sqrt",
                    "Div",
                    "Reciprocal",
                    "Cast",
                    "Identity");

    private static final Set<String> TAIL = Set.of("Mul", "Add", "Cast");

    @Override
    public Optional<Pattern> match(Node anchor, Graph graph) {
        if (!anchor.is("Sqrt")) {
            return Optional.empty();
        }
        return squared(anchor, graph).flatMap(value -> around(anchor, value, graph));
    }

    /** The d of ReduceMean(d * d) + epsilon before the Sqrt. */
    private static Optional<String> squared(Node sqrt, Graph graph) {
        return graph.producer(sqrt.inputs().get(0))
                .filter(add -> add.is("Add"))
                .flatMap(add -> Region.besideConstant(add, graph))
                .flatMap(variance -> Region.producerBehindCast(variance, graph))
                .filter(mean -> mean.is("ReduceMean"))
                .flatMap(mean -> Region.producerBehindCast(mean.inputs().get(0), graph))
                .filter(square -> square.is("Pow") || isSquare(square))
                .map(square -> square.inputs().get(0));
    }

    private static boolean isSquare(Node node) {
        return node.is("Mul") && node.inputs().get(0).equals(node.inputs().get(1));
    }

    private static Optional<Pattern> around(Node sqrt, String deviation, Graph graph) {
        Optional<Node> centred =
                Region.producerBehindCast(deviation, graph)
                        .filter(sub -> sub.is("Sub"))
                        .filter(sub -> isMean(sub.inputs().get(1), graph));
        String root = centred.map(sub -> sub.inputs().get(0)).orElse(deviation);
        PatternKind kind =
                centred.isPresent()
                        ? PatternKind.LAYER_NORMALIZATION
                        : PatternKind.RMS_NORMALIZATION;
        return quotient(sqrt, graph)
                .flatMap(end -> Region.between(root, tail(end, graph), OPERATORS, graph))
                .map(nodes -> new Pattern(kind, nodes));
    }

    private static boolean isMean(String value, Graph graph) {
        return Region.producerBehindCast(value, graph)
                .filter(mean -> mean.is("ReduceMean"))
                .isPresent();
    }

    /** The node that first joins the root's own value with the Sqrt. */
    private static Optional<Node> quotient(Node sqrt, Graph graph) {
        Node scale = sqrt;
        for (int hops = 0; hops < 4; hops++) {
            List<Node> readers = graph.consumers(scale.output());
            if (readers.size() == 2) {
                return folded(readers, graph);
            }
            if (readers.size() != 1) {
                return Optional.empty();
            }
            Node reader = readers.get(0);
            boolean unary = reader.is("Reciprocal") || reader.is("Cast");
            boolean product = reader.is("Mul") || reader.is("Div");
            if (!unary && !product) {
                return Optional.empty();
            }
            if (product && !Region.isConstant(Region.other(reader, scale.output()), graph)) {
                return Optional.of(reader);
            }
            scale = reader;
        }
        return Optional.empty();
    }

    /** x * k and m * k: the Add in which they meet again. */
    private static Optional<Node> folded(List<Node> products, Graph graph) {
        return products.stream()
                .filter(product -> product.is("Mul"))
                .flatMap(product -> graph.onlyConsumer(product.output()).stream())
                .filter(sum -> sum.is("Add") && Region.besideConstant(sum, graph).isEmpty())
                .findFirst();
    }

    /** The last of up to one scaling and one shift behind the quotient. */
    private static Node tail(Node quotient, Graph graph) {
        Node end = quotient;
        boolean scaled = quotient.is("Add");
        while (true) {
            Optional<Node> next =
                    graph.onlyConsumer(end.output())
                            .filter(node -> Region.isOneOf(node, TAIL))
                            .filter(
                                    node ->
                                            node.is("Cast")
                                                    || Region.besideConstant(node, graph)
                                                            .isPresent());
            if (next.isEmpty()
                    || (next.get().is("Mul") && scaled)
                    || (next.get().is("Cast") && end.is("Cast"))) {
                return end;
            }
            if (next.get().is("Add")) {
                return quotient.is("Add") ? end : next.get();
            }
            scaled |= next.get().is("Mul");
            end = next.get();
        }
    }
}
