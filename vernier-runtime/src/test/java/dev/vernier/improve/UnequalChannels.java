package dev.vernier.improve;

import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Extras;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.OpType;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A convolution whose channels differ by a factor, a curve, a depthwise convolution, the curve
 * again, and a convolution whose weights make up for it: each channel counts the same in the end.
 * Behind them larger convolutions without anything special.
 */
final class UnequalChannels {

    /** A SiLU and the gate of squeeze-and-excitation. */
    static final String SQUEEZED = "squeezed";

    static final int CHANNELS = 8;
    private static final int SIDE = 10;
    private static final int TAIL = 6;
    private static final String OUTPUT = "e" + TAIL;
    private static final Attribute DEPTHWISE = Attribute.of("group", (long) CHANNELS);
    private static final Attribute PADS = Attribute.ofInts("pads", 1, 1, 1, 1);
    private static final long[] INPUT = {1, CHANNELS, SIDE, SIDE};

    private final Graph graph;
    private final List<Sample> samples = new ArrayList<>();

    /**
     * @param curve the operator between, such as {@code Relu}, or {@code SiLU}
     * @param factor by how much the channels differ from the first to the last
     */
    UnequalChannels(String curve, double factor, Random random) {
        float[] first = rotated(Nets.gaussian(CHANNELS, random));
        float[] middle = repeated(Nets.gaussian(9, random));
        float[] last = Nets.gaussian(CHANNELS * CHANNELS, random);
        for (int channel = 0; channel < CHANNELS; channel++) {
            float size = (float) Math.pow(factor, -channel / (CHANNELS - 1.0));
            for (int i = 0; i < CHANNELS; i++) {
                first[channel * CHANNELS + i] *= size;
                last[i * CHANNELS + channel] /= size;
            }
        }
        Graph.Builder builder =
                Graph.builder("unequal", Opsets.of(14))
                        .input(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(INPUT)))
                        .initializer(Tensor.ofFloats("w1", shape(CHANNELS, 1), first))
                        .initializer(
                                Tensor.ofFloats("b1", new long[] {CHANNELS}, new float[CHANNELS]))
                        .initializer(Tensor.ofFloats("mix", shape(CHANNELS, 1), first.clone()))
                        .initializer(Tensor.ofFloats("w2", shape(1, 3), middle))
                        .initializer(Tensor.ofFloats("w3", shape(CHANNELS, 1), last))
                        .node(conv("first", List.of("x", "w1", "b1"), "a", List.of()))
                        .node(conv("middle", List.of("b", "w2"), "c", List.of(DEPTHWISE, PADS)))
                        .node(conv("last", List.of("d", "w3"), "e0", List.of()));
        addCurve(curve, "a", "b", builder);
        addCurve(curve, "c", "d", builder);
        for (int i = 0; i < TAIL; i++) {
            float[] even = Nets.gaussian(CHANNELS * CHANNELS * 9, random);
            builder.initializer(Tensor.ofFloats("even" + i, shape(CHANNELS, 3), even))
                    .node(Node.of("leaky" + i, "LeakyRelu", List.of("e" + i), List.of("r" + i)))
                    .node(
                            conv(
                                    "even" + i,
                                    List.of("r" + i, "even" + i),
                                    "e" + (i + 1),
                                    List.of(PADS)));
        }
        graph =
                builder.output(ValueInfo.tensor(OUTPUT, ElementType.FLOAT, Shape.of(INPUT)))
                        .build();
        for (int i = 0; i < 24; i++) {
            float[] values = Nets.gaussian(CHANNELS * SIDE * SIDE, random);
            samples.add(
                    new Sample("sample " + i, Map.of("x", SampleTensor.ofFloats(INPUT, values))));
        }
    }

    private static final Map<String, String> GATES =
            Map.of("SiLU", "Sigmoid", "HardSwish", "HardSigmoid", SQUEEZED, "Sigmoid");

    /** {@code SiLU} and {@code HardSwish} are two operators. */
    private static void addCurve(String curve, String from, String to, Graph.Builder builder) {
        String function = GATES.get(curve);
        if (function != null) {
            String gate = from + "_gate";
            String product = curve.equals(SQUEEZED) ? from + "_product" : to;
            builder.node(Node.of(gate, function, List.of(from), List.of(gate)))
                    .node(Node.of(product, "Mul", List.of(from, gate), List.of(product)));
            if (curve.equals(SQUEEZED)) {
                addGate(product, to, builder);
            }
        } else {
            builder.node(Node.of(to, curve, List.of(from), List.of(to)));
        }
    }

    private static void addGate(String value, String to, Graph.Builder builder) {
        String mean = value + "_mean";
        String gate = value + "_excited";
        builder.node(Node.of(mean, "GlobalAveragePool", List.of(value), List.of(mean)))
                .node(conv(value + "_conv", List.of(mean, "mix"), value + "_squeezed", List.of()))
                .node(Node.of(gate, "Sigmoid", List.of(value + "_squeezed"), List.of(gate)))
                .node(Node.of(to, "Mul", List.of(value, gate), List.of(to)));
    }

    /** Rows that differ in order only, so that all channels are alike but for their size. */
    private static float[] rotated(float[] row) {
        float[] rows = new float[CHANNELS * CHANNELS];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = row[(i + i / CHANNELS) % CHANNELS];
        }
        return rows;
    }

    private static float[] repeated(float[] kernel) {
        float[] kernels = new float[CHANNELS * kernel.length];
        for (int i = 0; i < kernels.length; i++) {
            kernels[i] = kernel[i % kernel.length];
        }
        return kernels;
    }

    private static long[] shape(int inGroup, int kernel) {
        return new long[] {CHANNELS, inGroup, kernel, kernel};
    }

    private static Node conv(
            String name, List<String> inputs, String output, List<Attribute> attributes) {
        return new Node(
                name, OpType.onnx("Conv"), inputs, List.of(output), attributes, Extras.NONE);
    }

    Graph graph() {
        return graph;
    }

    /** Planned from what all samples reach. */
    Candidate planned() {
        return observed().planned();
    }

    List<Sample> samples() {
        return samples;
    }

    Improver improver() {
        return observed().improver();
    }

    Evidence evidence(Candidate candidate) {
        return observed().evidence(candidate);
    }

    Observation observation(Candidate candidate) {
        return observed().observation(candidate);
    }

    /**
     * With what a model of the same inputs and outputs gives in the place of what the net gives.
     */
    OutputError errorOf(Model model) {
        return observed().errorOf(model);
    }

    /** The output of a float graph with one. */
    static float[] output(Graph graph, Sample sample) {
        return ObservedNet.output(graph, sample);
    }

    private ObservedNet observed() {
        return new ObservedNet(graph, samples);
    }
}
