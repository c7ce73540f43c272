package dev.vernier.evaluate;

import dev.vernier.data.Sample;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.OpType;
import dev.vernier.graph.Tensor;
import dev.vernier.runner.RunTensor;
import dev.vernier.runner.Runner;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.RunnerOptions.Optimization;
import dev.vernier.runner.Runners;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Counts the multiply-accumulate operations (MACs) of each product in one run, from the shapes that
 * the run really had:
 *
 * <pre>
 * Conv           elements of the output x elements of the weight / output channels
 * ConvTranspose  elements of the input x elements of the weight / input channels
 * MatMul, Gemm   elements of the output x length of the inner axis
 * LSTM, GRU, RNN steps x batch x elements of both weights
 * Attention      elements of the input x columns of the weight: its projection
 * </pre>
 *
 * <p>Element-wise operators and normalisations are not counted.
 */
public final class MultiplyAccumulates {

    private static final Set<String> PRODUCTS = Set.of("Conv", "ConvTranspose", "MatMul", "Gemm");
    private static final Set<String> RECURRENT = Set.of("LSTM", "GRU", "RNN");
    private static final OpType ATTENTION = new OpType("com.microsoft", "Attention");
    private static final int RECURRENCE = 2;

    private MultiplyAccumulates() {}

    /**
     * MACs of each product by node name, in the order of the graph, bodies last, in a run of this
     * sample.
     *
     * @param folder where the model's weights are
     * @throws dev.vernier.runner.RunException if the model does not load or run
     */
    public static Map<String, Long> perNode(
            Model model, Path folder, Sample sample, RunnerOptions options) {
        Graph graph = model.graph();
        BodyProducts bodies = BodyProducts.of(model);
        Map<String, long[]> shapes = new LinkedHashMap<>();
        graph.initializers().forEach((name, value) -> shapes.put(name, lengths(value))); // defaults
        sample.inputs().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        List<String> watched = new ArrayList<>(shapesNeeded(graph));
        watched.removeIf(graph::isInput);
        watched.addAll(bodies.counters());
        Map<String, Long> inBodies = new LinkedHashMap<>();
        RunnerOptions once = options.withOptimization(Optimization.BASIC).withPrepacking(false);
        try (Runner runner = Runners.onnxRuntime(bodies.model(), folder, watched, once)) {
            Map<String, RunTensor> counted = new LinkedHashMap<>();
            runner.run(
                    sample,
                    Set.copyOf(watched),
                    (name, output) -> {
                        shapes.put(name, output.shape());
                        if (bodies.counters().contains(name)) {
                            counted.put(name, output.copy());
                        }
                    });
            inBodies.putAll(bodies.counted(counted));
        }
        Map<String, Long> macs = perNode(graph, shapes);
        macs.putAll(inBodies);
        return macs;
    }

    /** The values whose shapes {@link #perNode} asks for. */
    public static Set<String> shapesNeeded(Graph graph) {
        Set<String> needed = new LinkedHashSet<>();
        for (Node node : graph.nodes()) {
            if (isProduct(node)) {
                needed.add(node.output());
                node.input(0).ifPresent(needed::add);
                node.input(1).ifPresent(needed::add);
                if (isRecurrent(node)) {
                    needed.remove(node.output()); // may be left out
                    node.input(RECURRENCE).ifPresent(needed::add);
                }
            }
        }
        needed.removeIf(value -> graph.constant(value).isPresent());
        return needed;
    }

    /** MACs by node name, in the order of the graph, whose bodies are left out. */
    public static Map<String, Long> perNode(Graph graph, Map<String, long[]> shapes) {
        Map<String, Long> macs = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            if (isProduct(node)) {
                macs.put(
                        node.name(),
                        of(node, graph, shapes)
                                .orElseThrow(
                                        () ->
                                                new IllegalArgumentException(
                                                        "no shape was seen; node="
                                                                + node.label())));
            }
        }
        return macs;
    }

    static boolean isProduct(Node node) {
        return (node.op().isOnnx() && PRODUCTS.contains(node.op().name()))
                || isRecurrent(node)
                || node.op().equals(ATTENTION);
    }

    static boolean isRecurrent(Node node) {
        return node.op().isOnnx() && RECURRENT.contains(node.op().name());
    }

    /** MACs of one product; empty if a shape that it takes is not known. */
    static Optional<Long> of(Node node, Graph graph, Map<String, long[]> shapes) {
        Optional<long[]> left = shape(node.inputs().get(0), graph, shapes);
        Optional<long[]> right = shape(node.inputs().get(1), graph, shapes);
        Optional<long[]> last =
                shape(
                        isRecurrent(node) ? node.inputs().get(RECURRENCE) : node.output(),
                        graph,
                        shapes);
        return left.isPresent() && right.isPresent() && last.isPresent()
                ? Optional.of(of(node, left.get(), right.get(), elements(last.get())))
                : Optional.empty();
    }

    /**
     * @param last elements of the output, of a recurrent node those of its recurrence weight
     */
    private static long of(Node node, long[] left, long[] right, long last) {
        if (isRecurrent(node)) {
            return elements(left) / Math.max(1, left[2]) * (elements(right) + last);
        }
        if (node.op().equals(ATTENTION)) {
            return elements(left) * right[1];
        }
        if (node.is("Conv")) {
            return last * (elements(right) / Math.max(1, right[0]));
        }
        if (node.is("ConvTranspose")) {
            return elements(left) * (elements(right) / Math.max(1, right[0]));
        }
        boolean transposed = node.is("Gemm") && node.attribute("transA", 0L) != 0;
        return last * left[transposed ? 0 : left.length - 1];
    }

    private static long[] lengths(Tensor constant) {
        return constant.dimensions().stream().mapToLong(Long::longValue).toArray();
    }

    private static Optional<long[]> shape(String value, Graph graph, Map<String, long[]> shapes) {
        return graph.constant(value)
                .map(MultiplyAccumulates::lengths)
                .or(() -> Optional.ofNullable(shapes.get(value)));
    }

    private static long elements(long[] shape) {
        long product = 1;
        for (long length : shape) {
            product *= length;
        }
        return product;
    }
}
