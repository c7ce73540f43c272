package dev.vernier.improve;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Scopes;
import dev.vernier.graph.Tensor;
import dev.vernier.improve.matrix.Rows;
import dev.vernier.improve.matrix.WeightMatrix;
import dev.vernier.model.Weights;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.plan.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A product with a constant, quantized per output channel: Conv, Gemm, MatMul with a matrix.
 *
 * @param place the graph that it stands in
 * @param node as the graph has it
 * @param decision what the plan says of it
 * @param source the rows it multiplies
 * @param weight the constant
 * @param transposed whether the constant is stored with the output channels last
 * @param groups of channels that do not see each other; 1 unless it is a grouped Conv
 */
record Layer(
        Place place,
        Node node,
        NodeDecision decision,
        RowSource source,
        Tensor weight,
        boolean transposed,
        int groups) {

    private static final int WEIGHT = 1;

    /** All layers of a candidate, in the order of the graph, those in bodies last. */
    static List<Layer> of(Candidate candidate) {
        Scopes scopes = Scopes.of(candidate.graph());
        java.util.Map<String, NodeDecision> decisions = new java.util.HashMap<>();
        candidate.plan().integerNodes().forEach(d -> decisions.put(d.node(), d));
        List<Layer> layers = new ArrayList<>();
        for (Graph graph : scopes.graphs()) {
            Place place = new Place(scopes, graph);
            for (Node node : graph.nodes()) {
                Optional.ofNullable(decisions.get(node.name()))
                        .filter(decision -> decision.reason() == Reason.WEIGHTED_KERNEL)
                        .flatMap(decision -> of(place, node, decision))
                        .ifPresent(layers::add);
            }
        }
        return Collections.unmodifiableList(layers);
    }

    private static Optional<Layer> of(Place place, Node node, NodeDecision decision) {
        Optional<Tensor> weight = place.graph().constantInput(node, WEIGHT);
        if (weight.isEmpty() || decision.quantizedInputs().isEmpty()) {
            return Optional.empty();
        }
        String value = decision.quantizedInputs().get(0);
        if (node.is("Conv") && weight.get().rank() > 2) {
            Window window = Window.of(node, weight.get().dimensions());
            return Optional.of(
                    new Layer(
                            place,
                            node,
                            decision,
                            new RowSource(value, Optional.of(window)),
                            weight.get(),
                            false,
                            Math.toIntExact(node.attribute("group", 1L))));
        }
        boolean isMatrix = (node.is("MatMul") || node.is("Gemm")) && weight.get().rank() == 2;
        boolean transposed = node.attribute("transB", 0L) == 0;
        return isMatrix
                ? Optional.of(
                        new Layer(
                                place,
                                node,
                                decision,
                                new RowSource(value, Optional.empty()),
                                weight.get(),
                                transposed,
                                1))
                : Optional.empty();
    }

    /** The value whose rows it reads, which goes through quantization. */
    String input() {
        return source.value();
    }

    int channels() {
        return Math.toIntExact(weight.dimensions().get(transposed ? 1 : 0));
    }

    /** Channels of what it reads. */
    int inputChannels() {
        return depth() * groups / positions();
    }

    /** Whether each output channel reads a single channel of the input. */
    boolean isDepthwise() {
        return depth() == positions();
    }

    /** Whether what it writes is quantized as it comes: no Relu or Clip disappears into it. */
    boolean isQuantizedAsWritten() {
        return decision.quantizedOutput().filter(node.output()::equals).isPresent();
    }

    /** The graph or body that it stands in, with the constants that it reads from around it. */
    Graph graph() {
        return place.graph();
    }

    /** Whether nobody else reads its weight. */
    boolean ownsWeight() {
        return place.isReadOnce(weight);
    }

    /** Weights that each channel of its input meets in an output channel. */
    int positions() {
        return source.window().map(Window::positions).orElse(1);
    }

    /** The same layer as it is after other changes: its node stands where it stood. */
    Layer in(Candidate candidate) {
        Place now = Place.of(node, candidate.graph());
        Tensor newWeight = now.graph().constantInput(node, WEIGHT).orElseThrow();
        return new Layer(now, node, decision, source, newWeight, transposed, groups);
    }

    /** Elements of the constant for each output channel. */
    int depth() {
        return Math.toIntExact(weight.elements() / channels());
    }

    /** The weights, one row an output channel; read anew at each call. */
    WeightMatrix matrix() {
        float[] values = Weights.floats(weight);
        return new WeightMatrix(
                transposed ? WeightMatrix.transposed(values, depth(), channels()) : values,
                channels(),
                depth(),
                groups);
    }

    /**
     * How much each of its rows counts: those of a matrix relative to what they come to, as they
     * are often normalized one by one; all patches of a convolution the same.
     *
     * @param matrix its weights
     */
    double[] importance(WeightMatrix matrix, Rows rows) {
        return source.window().isPresent() ? rows.evenly() : matrix.importance(rows);
    }

    /** The same constant with other values. */
    Tensor weightOf(WeightMatrix matrix) {
        float[] values =
                transposed
                        ? WeightMatrix.transposed(matrix.values(), channels(), depth())
                        : matrix.values();
        long[] shape = weight.dimensions().stream().mapToLong(Long::longValue).toArray();
        return Tensor.ofFloats(weight.name(), shape, values);
    }

    /** Scale of each output channel. */
    float[] scales(QuantizationPlan plan) {
        List<Float> planned = plan.weight(node.name()).scales();
        float[] scales = new float[channels()];
        for (int channel = 0; channel < scales.length; channel++) {
            scales[channel] = planned.get(planned.size() == 1 ? 0 : channel);
        }
        return scales;
    }

    /** Whether it has a scale for each channel that is nobody else's. */
    boolean hasOwnScales(QuantizationPlan plan) {
        return plan.weight(node.name()).scales().size() == channels();
    }
}
