package dev.vernier.improve;

import dev.vernier.calibrator.MinMax;
import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import dev.vernier.improve.matrix.Rows;
import dev.vernier.improve.matrix.StoredRows;
import dev.vernier.plan.Planner;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.statistics.StatisticsAccumulator;
import dev.vernier.target.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Small nets and rows whose right answer is known. */
final class Nets {

    static final int CHANNELS = 8;

    private Nets() {}

    /** y = x w + b with x of shape (1, rows, depth). */
    static Graph product(float[] weights, int depth) {
        return Graph.builder("product", Opsets.of(13))
                .input(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(1, 16, depth)))
                .output(ValueInfo.tensor("y", ElementType.FLOAT, Shape.of(1, 16, CHANNELS)))
                .initializer(Tensor.ofFloats("w", new long[] {depth, CHANNELS}, weights))
                .initializer(Tensor.ofFloats("b", new long[] {CHANNELS}, new float[CHANNELS]))
                .node(Node.of("product", "MatMul", List.of("x", "w"), List.of("p")))
                .node(Node.of("sum", "Add", List.of("p", "b"), List.of("y")))
                .build();
    }

    /** Planned from the whole range of the rows. */
    static Candidate planned(Graph graph, Rows rows) {
        StatisticsAccumulator seen = new StatisticsAccumulator();
        seen.begin("rows");
        seen.add("x", rows.values());
        return new Candidate(
                graph,
                new Planner(
                                graph,
                                Targets.ONNXRUNTIME_CPU,
                                seen.statistics(new ModelDigest("0".repeat(64))),
                                new MinMax())
                        .plan());
    }

    static Evidence evidence(Rows fitted, Rows heldOut) {
        RowSource x = new RowSource("x", Optional.empty());
        return new Evidence(
                Targets.ONNXRUNTIME_CPU,
                Map.of(x, StoredRows.inMemory(fitted)),
                Map.of(x, StoredRows.inMemory(heldOut)),
                Map.of(x, 16L),
                Map.of());
    }

    static float[] gaussian(int count, Random random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    static Rows rows(int count, int depth, Random random) {
        return new Rows(gaussian(count * depth, random), count, depth);
    }

    /** Samples of shape (1, 16, depth) that together hold the rows. */
    static List<Sample> samples(Rows rows) {
        List<Sample> samples = new ArrayList<>();
        int size = 16 * rows.columns();
        for (int i = 0; i < rows.count() / 16; i++) {
            float[] values = java.util.Arrays.copyOfRange(rows.values(), i * size, (i + 1) * size);
            SampleTensor tensor = SampleTensor.ofFloats(new long[] {1, 16, rows.columns()}, values);
            samples.add(new Sample("sample " + i, Map.of("x", tensor)));
        }
        return samples;
    }
}
