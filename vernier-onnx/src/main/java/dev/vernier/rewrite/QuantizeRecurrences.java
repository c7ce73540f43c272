package dev.vernier.rewrite;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.graph.OpType;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import dev.vernier.numeric.Granularity;
import dev.vernier.numeric.IntegerType;
import dev.vernier.numeric.PairLayout;
import dev.vernier.numeric.PairMagnitudes;
import dev.vernier.numeric.PairSaturation;
import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.numeric.Range;
import dev.vernier.numeric.SliceLayout;
import dev.vernier.numeric.SliceMagnitudes;
import dev.vernier.numeric.TensorQuantizer;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.plan.Reason;
import dev.vernier.target.Accumulation;
import dev.vernier.target.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Stores both weights of an LSTM in integers, in the form of ONNX Runtime's own operator, which
 * quantizes what it multiplies them by as it comes:
 *
 * <pre>
 * y = LSTM(x, W, R, b)
 *   -> y = com.microsoft.DynamicQuantizeLSTM(x, W', R', b, .., W_scale, W_zero_point, R_scale, ..)
 * </pre>
 *
 * <p>W' is W with its last two axes exchanged, (directions, inputs, gates). One scale for each gate
 * of each direction, by its largest magnitude, equation (6), and no smaller than the target's sums
 * of pairs allow, equation (21): there is nothing to choose, so the plan does not list them.
 *
 * <p>Source: operator DynamicQuantizeLSTM-1 of domain com.microsoft.
 */
final class QuantizeRecurrences implements RewriteRule {

    private static final OpType LSTM = new OpType("com.microsoft", "DynamicQuantizeLSTM");
    private static final int WEIGHT = 1;
    private static final int RECURRENCE = 2;
    private static final int INPUTS = 8;

    private final Target target;

    QuantizeRecurrences(Target target) {
        this.target = target;
    }

    @Override
    public Graph apply(Graph graph, QuantizationPlan plan, Names names) {
        GraphEdit edit = new GraphEdit();
        for (Map.Entry<Node, NodeDecision> entry : PlannedNodes.of(graph, plan).entrySet()) {
            if (entry.getKey().is("LSTM") && entry.getValue().reason() == Reason.DYNAMIC_KERNEL) {
                Node lstm = entry.getKey();
                edit.replace(lstm, quantized(lstm, graph, edit, names));
            }
        }
        return edit.applyTo(graph);
    }

    private Node quantized(Node lstm, Graph graph, GraphEdit edit, Names names) {
        List<String> inputs = new ArrayList<>(lstm.inputs());
        while (inputs.size() < INPUTS) {
            inputs.add("");
        }
        for (int input : List.of(WEIGHT, RECURRENCE)) {
            Tensor weight = graph.constantInput(lstm, input).orElseThrow();
            List<String> stored = store(lstm, weight, edit, names);
            inputs.set(input, stored.get(0));
            inputs.addAll(stored.subList(1, stored.size()));
        }
        List<Attribute> attributes = new ArrayList<>(lstm.attributes().values());
        attributes.removeIf(attribute -> attribute.name().equals("layout"));
        return new Node(lstm.name(), LSTM, inputs, lstm.outputs(), attributes, lstm.extras());
    }

    /** Names of codes, scales and zero points. */
    private List<String> store(Node lstm, Tensor weight, GraphEdit edit, Names names) {
        int directions = Math.toIntExact(weight.dimensions().get(0));
        int gates = Math.toIntExact(weight.dimensions().get(1));
        int inputs = Math.toIntExact(weight.dimensions().get(2));
        float[] values = Weights.floats(weight);
        SliceLayout rows = new Granularity.PerChannel(0).layout((long) directions * gates, inputs);
        List<QuantizationParameters> parameters = parameters(lstm, weight, rows, values, inputs);
        byte[] codes = TensorQuantizer.of(rows, parameters).quantizeToBytes(values);
        float[] scales = new float[parameters.size()];
        for (int row = 0; row < scales.length; row++) {
            scales[row] = parameters.get(row).scale();
        }
        List<String> stored =
                List.of(
                        names.fresh(weight.name() + "_quantized"),
                        names.fresh(weight.name() + "_scale"),
                        names.fresh(weight.name() + "_zero_point"));
        long[] slices = {directions, gates};
        edit.initializer(
                Tensor.ofBytes(
                        stored.get(0),
                        type(),
                        new long[] {directions, inputs, gates},
                        exchanged(codes, directions, gates, inputs)));
        edit.initializer(Tensor.ofFloats(stored.get(1), slices, scales));
        edit.initializer(Tensor.ofBytes(stored.get(2), type(), slices, new byte[scales.length]));
        return stored;
    }

    private ElementType type() {
        return StoredConstants.elementType(target.weights().type().toString());
    }

    private List<QuantizationParameters> parameters(
            Node lstm, Tensor weight, SliceLayout rows, float[] values, int inputs) {
        float[] largest = SliceMagnitudes.of(rows, values);
        boolean pairs = target.accumulation() == Accumulation.SATURATING_PAIRS;
        IntegerType activations = target.activations().type();
        List<QuantizationParameters> parameters = new ArrayList<>();
        for (float magnitude : largest) {
            if (!Float.isFinite(magnitude)) {
                throw new ModelFormatException(
                        "weight must be finite; node="
                                + lstm.label()
                                + ", initializer="
                                + weight.name()
                                + "; leave the node in float with --exclude");
            }
            parameters.add(target.weights().parametersFor(new Range(-magnitude, magnitude)));
        }
        if (pairs) {
            float[] means = PairMagnitudes.of(PairLayout.rows(largest.length, inputs), values);
            for (int row = 0; row < means.length; row++) {
                float smallest =
                        PairSaturation.smallestScale(
                                means[row], activations.max() - activations.min());
                QuantizationParameters by = parameters.get(row);
                parameters.set(
                        row,
                        new QuantizationParameters(
                                Math.max(by.scale(), smallest),
                                by.zeroPoint(),
                                by.type(),
                                by.codeRange()));
            }
        }
        return parameters;
    }

    /** The last two axes the other way round. */
    private static byte[] exchanged(byte[] codes, int stacks, int rows, int columns) {
        byte[] exchanged = new byte[codes.length];
        for (int stack = 0; stack < stacks; stack++) {
            int start = stack * rows * columns;
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    exchanged[start + column * rows + row] = codes[start + row * columns + column];
                }
            }
        }
        return exchanged;
    }
}
