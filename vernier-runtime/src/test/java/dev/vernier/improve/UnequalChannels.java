package dev.vernier.improve;

import dev.vernier.calibrator.MinMax;
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
import dev.vernier.plan.Planner;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.runner.Runner;
import dev.vernier.runner.Runners;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.statistics.StatisticsAccumulator;
import dev.vernier.target.Targets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A convolution whose channels differ by a factor, a curve, a depthwise convolution, the curve
 * again, and a convolution whose weights make up for it: each channel counts the same in the end.
 * Behind them larger convolutions without anything special.
 */
final class UnequalChannels {

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

    /** {@code SiLU} is two operators. */
    private static void addCurve(String curve, String from, String to, Graph.Builder builder) {
        if (curve.equals("SiLU")) {
            String gate = from + "_gate";
            builder.node(Node.of(gate, "Sigmoid", List.of(from), List.of(gate)))
                    .node(Node.of(to, "Mul", List.of(from, gate), List.of(to)));
        } else {
            builder.node(Node.of(to, curve, List.of(from), List.of(to)));
        }
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

    /** Planned from what all samples reach. */
    Candidate planned() {
        StatisticsAccumulator seen = new StatisticsAccumulator();
        Set<String> watched = new HashSet<>();
        graph.nodes().forEach(node -> watched.addAll(node.outputs()));
        List<String> inner = watched.stream().filter(name -> !graph.isOutput(name)).toList();
        try (Runner runner = runner(graph, inner)) {
            for (Sample sample : samples) {
                seen.begin(sample.name());
                sample.inputs().forEach((name, tensor) -> seen.add(name, tensor.floats()));
                runner.run(sample, watched)
                        .forEach((name, tensor) -> seen.add(name, tensor.floats()));
            }
        }
        QuantizationPlan plan =
                new Planner(
                                graph,
                                Targets.ONNXRUNTIME_CPU,
                                seen.statistics(new ModelDigest("0".repeat(64))),
                                new MinMax())
                        .plan();
        return new Candidate(graph, plan);
    }

    List<Sample> samples() {
        return samples;
    }

    Improver improver() {
        return new Improver(Model.of(8, graph), Path.of("."), Targets.ONNXRUNTIME_CPU, samples);
    }

    Evidence evidence(Candidate candidate) {
        return Observation.of(
                        Model.of(8, graph),
                        Path.of("."),
                        Targets.ONNXRUNTIME_CPU,
                        candidate,
                        SampleSplit.of(samples))
                .evidence();
    }

    /** The output of a float graph with one. */
    static float[] output(Graph graph, Sample sample) {
        try (Runner runner = runner(graph, List.of())) {
            return runner.run(sample).values().iterator().next().floats();
        }
    }

    private static Runner runner(Graph graph, List<String> watched) {
        return Runners.onnxRuntime(Model.of(8, graph), Path.of("."), watched, OutputError.DEPLOYED);
    }
}
