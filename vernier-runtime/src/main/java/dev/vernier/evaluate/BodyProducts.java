package dev.vernier.evaluate;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.graph.Scopes;
import dev.vernier.graph.Tensor;
import dev.vernier.runner.RunTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets the bodies of If, Loop and Scan count the multiply-accumulate operations of their products
 * themselves, since only they know how often they run and with which shapes:
 *
 * <pre>
 * y = MatMul(a, b)  ->  y = MatMul(a, b);  macs = Mul(Size(y), last of Shape(a))
 * </pre>
 *
 * @param model the model whose bodies count
 * @param counterOf product -> the value that counts
 */
record BodyProducts(Model model, Map<String, String> counterOf) {

    static BodyProducts of(Model model) {
        Counting counting = new Counting(Names.of(model.graph()));
        Graph graph =
                Scopes.mapBodies(model.graph(), body -> Scopes.map(body, counting::addCounters));
        return new BodyProducts(model.withGraph(graph), counting.counterOf);
    }

    /** The values to watch. */
    List<String> counters() {
        return List.copyOf(counterOf.values());
    }

    /** MACs by node, from what a run gave for the counters. */
    Map<String, Long> counted(Map<String, RunTensor> seen) {
        Map<String, Long> macs = new LinkedHashMap<>();
        counterOf.forEach(
                (node, counter) -> {
                    double sum = 0;
                    for (float each :
                            Optional.ofNullable(seen.get(counter)).orElseThrow().floats()) {
                        sum += each;
                    }
                    macs.put(node, (long) sum);
                });
        return macs;
    }

    /** Puts counters into one body after the other. */
    private static final class Counting {

        private final Names names;
        private final Map<String, String> counterOf = new LinkedHashMap<>();

        Counting(Names names) {
            this.names = names;
        }

        Graph addCounters(Graph body) {
            Graph.Builder counting = body.toBuilder();
            for (Node node : body.nodes()) {
                if (MultiplyAccumulates.isProduct(node)) {
                    addCounter(node, body, counting);
                }
            }
            return counterOf.isEmpty() ? body : counting.build();
        }

        private void addCounter(Node node, Graph body, Graph.Builder counting) {
            boolean transposed = node.is("ConvTranspose");
            String elements =
                    size(
                            transposed || MultiplyAccumulates.isRecurrent(node)
                                    ? node.inputs().get(0)
                                    : node.output(),
                            node,
                            counting);
            Optional<Tensor> weight = body.constantInput(node, 1);
            String inner;
            if (MultiplyAccumulates.isRecurrent(node)) {
                Optional<Tensor> recurrence = body.constantInput(node, 2);
                if (weight.isEmpty() || recurrence.isEmpty() || weight.get().rank() != 3) {
                    return;
                }
                inner = names.fresh(node.name() + "_inner");
                double each = (double) weight.get().elements() + recurrence.get().elements();
                long inputs = Math.max(1, weight.get().dimensions().get(2));
                counting.initializer(Tensor.ofFloats(inner, new long[0], (float) (each / inputs)));
            } else if (node.is("Conv") || transposed) {
                if (weight.isEmpty()) {
                    return;
                }
                inner = names.fresh(node.name() + "_inner");
                long each = weight.get().elements() / Math.max(1, weight.get().dimensions().get(0));
                counting.initializer(Tensor.ofFloats(inner, new long[0], (float) each));
            } else {
                inner = innerLength(node, counting);
            }
            counterOf.put(
                    node.name(),
                    add(counting, node, "macs", "Mul", List.of(elements, inner), List.of()));
        }

        private String size(String value, Node node, Graph.Builder counting) {
            return number(
                    add(counting, node, "size", "Size", List.of(value), List.of()), node, counting);
        }

        private String innerLength(Node node, Graph.Builder counting) {
            String shape =
                    add(counting, node, "shape", "Shape", node.inputs().subList(0, 1), List.of());
            boolean transposed = node.is("Gemm") && node.attribute("transA", 0L) != 0;
            String axis = names.fresh(node.name() + "_axis");
            counting.initializer(Tensor.ofLongs(axis, new long[0], transposed ? 0 : -1));
            return number(
                    add(counting, node, "inner", "Gather", List.of(shape, axis), List.of()),
                    node,
                    counting);
        }

        private String number(String value, Node node, Graph.Builder counting) {
            Attribute to = Attribute.of("to", ElementType.FLOAT.code());
            return add(counting, node, "number", "Cast", List.of(value), List.of(to));
        }

        private String add(
                Graph.Builder counting,
                Node product,
                String what,
                String op,
                List<String> inputs,
                List<Attribute> attributes) {
            String output = names.fresh(product.name() + "_" + what);
            counting.node(
                    Node.of(
                            names.fresh(output),
                            op,
                            inputs,
                            List.of(output),
                            attributes.toArray(Attribute[]::new)));
            return output;
        }
    }
}
