package dev.vernier.prepare.shape;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import dev.vernier.model.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Infers types and shapes as formulas over the named dimensions of the inputs, in one walk over the
 * sorted nodes.
 *
 * <pre>
 * x: [batch, sequence, 384];  y = Reshape(x, Concat(Shape(x)[0], -1, 12, 32))
 *   -> y: [batch, sequence, 12, 32]
 * </pre>
 *
 * <p>What follows from the inputs goes before what the file claims; what cannot be derived is taken
 * from the file's own types, such as the reference inference left there. An axis of which nothing
 * is known has a name of its own. Bodies of If, Loop and Scan are not entered.
 *
 * <p>Cost: linear in the nodes. Stateless to the outside; one instance a graph.
 */
public final class SymbolicShapes {

    private final Graph graph;
    private final Declarations declarations;
    private final Map<String, Known> known = new HashMap<>();

    private SymbolicShapes(Graph graph) {
        this.graph = graph;
        this.declarations = new Declarations(graph);
    }

    /**
     * What was proven of a graph.
     *
     * @param graph the graph with its value infos
     * @param constants values that are the same whole numbers in every run
     */
    public record Proven(Graph graph, Map<String, Tensor> constants) {
        public Proven {
            constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
        }
    }

    /** Infers what can be proven; the nodes of the graph must be sorted. */
    public static Proven infer(Graph graph) {
        SymbolicShapes shapes = new SymbolicShapes(graph);
        shapes.start();
        graph.nodes().forEach(shapes::visit);
        return new Proven(shapes.described(), shapes.constants());
    }

    private void start() {
        graph.initializers().values().forEach(tensor -> known.put(tensor.name(), of(tensor)));
        graph.inputs().forEach(input -> known.put(input.name(), declarations.of(input)));
    }

    private static Known of(Tensor tensor) {
        Known shaped =
                Known.of(tensor.type(), tensor.dimensions().stream().map(Expression::of).toList());
        boolean counted =
                tensor.type() == ElementType.INT64
                        || tensor.type() == ElementType.INT32
                        || tensor.type() == ElementType.BOOL;
        if (!counted || tensor.elements() > Known.MOST_ELEMENTS) {
            return shaped;
        }
        List<Optional<Expression>> elements = new ArrayList<>();
        for (long value : Weights.longs(tensor)) {
            elements.add(Optional.of(Expression.of(value)));
        }
        return shaped.withElements(elements);
    }

    private void visit(Node node) {
        List<Known> derived = derive(node);
        for (int i = 0; i < node.outputs().size(); i++) {
            String output = node.outputs().get(i);
            if (!output.isEmpty()) {
                Known found = i < derived.size() ? derived.get(i) : Known.NOTHING;
                known.put(output, declarations.refine(output, found));
            }
        }
    }

    private List<Known> derive(Node node) {
        Optional<Inference> inference = Inferences.of(node);
        if (inference.isEmpty()) {
            return List.of();
        }
        List<Known> inputs =
                node.inputs().stream()
                        .map(input -> known.getOrDefault(input, Known.NOTHING))
                        .toList();
        try {
            return inference
                    .get()
                    .infer(
                            new Operands(
                                    node,
                                    graph.opsets().onnx(),
                                    inputs,
                                    graph::constant,
                                    declarations::unknown));
        } catch (NotProven | ArithmeticException | IndexOutOfBoundsException nothingKnown) {
            return List.of(); // the declared types remain
        }
    }

    private Graph described() {
        Map<String, ValueInfo> infos = new LinkedHashMap<>();
        graph.valueInfos().forEach(info -> infos.put(info.name(), info));
        for (Node node : graph.nodes()) {
            for (String output : node.outputs()) {
                if (!output.isEmpty() && !graph.isOutput(output)) {
                    declarations
                            .describe(output, known.getOrDefault(output, Known.NOTHING))
                            .ifPresent(info -> infos.put(output, info));
                }
            }
        }
        return graph.toBuilder()
                .valueInfos(infos.values())
                .outputs(graph.outputs().stream().map(this::described).toList())
                .build();
    }

    /** An output that is declared without a shape has the one that is proven. */
    private ValueInfo described(ValueInfo output) {
        return output.shape().isPresent()
                ? output
                : declarations
                        .describe(output.name(), known.getOrDefault(output.name(), Known.NOTHING))
                        .orElse(output);
    }

    private Map<String, Tensor> constants() {
        Map<String, Tensor> constants = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            for (String output : node.outputs()) {
                if (!output.isEmpty()) {
                    constant(output).ifPresent(tensor -> constants.put(output, tensor));
                }
            }
        }
        return constants;
    }

    private Optional<Tensor> constant(String value) {
        Known all = known.getOrDefault(value, Known.NOTHING);
        Optional<List<Long>> numbers = all.numbers();
        Optional<List<Expression>> shape =
                all.shape().filter(s -> s.stream().allMatch(n -> n.constant().isPresent()));
        if (numbers.isEmpty() || shape.isEmpty() || all.type().isEmpty()) {
            return Optional.empty();
        }
        long[] dimensions =
                shape.get().stream().mapToLong(length -> length.constant().getAsLong()).toArray();
        return SmallTensors.of(value, all.type().get(), dimensions, numbers.get());
    }
}
