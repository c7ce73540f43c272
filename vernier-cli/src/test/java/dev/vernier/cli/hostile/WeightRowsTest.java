package dev.vernier.cli.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.vernier.cli.CommandRun;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows 16 to 19 of docs/reliability.md: weights that no network should have. */
class WeightRowsTest {

    @TempDir private Path folder;

    private static ModelProto withValue(String constant, int index, float value) {
        TensorProto whole = Net.graph().getInitializer(Net.indexOf(Net.graph(), constant));
        float[] values = Net.values(whole);
        values[index] = value;
        return Net.with(Net.floats(constant, values, dims(whole)));
    }

    private static long[] dims(TensorProto tensor) {
        return tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
    }

    @ParameterizedTest
    @CsvSource({
        "w, 7, NaN, c_node",
        "w, 0, Infinity, c_node",
        "v, 79, -Infinity, y_node",
        "b, 3, NaN, c_node"
    })
    void row16NonFiniteWeight(String constant, int index, float value, String node)
            throws IOException {
        HostileRun.of(folder, withValue(constant, index, value))
                .isRefused(
                        List.of(
                                "node " + node,
                                "initializer " + constant,
                                "element=" + index + " (" + value + ")",
                                "count=1",
                                "--skip-nonfinite-weights"));
    }

    @Test
    void row16SkippedWeightStaysInFloat() throws IOException {
        HostileRun hostile = HostileRun.of(folder, withValue("v", 5, Float.POSITIVE_INFINITY));

        CommandRun run = hostile.run("-v", "--skip-nonfinite-weights", "--nonfinite=ignore");

        assertThat(run.exitCode()).as(run.err()).isZero();
        Soundness.assertKept(hostile.input(), hostile.output());
        assertThat(run.err()).contains("y_node", "initializer v", "stays in float");
        assertThat(hostile.writtenNode("y_node").orElseThrow().inputs()).contains("v");
    }

    @ParameterizedTest
    @CsvSource({"0", "1e-42", "-1e-42"})
    void row17ZeroOrDenormalChannel(float value) throws IOException {
        float[] weights = Net.values(Net.random("w", 8, 4, 3, 3));
        Arrays.fill(weights, 36, 72, value);
        HostileRun hostile = HostileRun.of(folder, Net.with(Net.floats("w", weights, 8, 4, 3, 3)));

        CommandRun run = hostile.isWritten();

        assertThat(run.err())
                .contains("throughout: 1 of 8 slices of 'w' (node c_node) [dead-weights]");
        float scale = scales(hostile, 1)[1];
        assertThat(scale).isGreaterThanOrEqualTo(Float.MIN_NORMAL);
        if (value == 0) {
            assertThat(scale).isEqualTo(1);
        }
    }

    private static float[] scales(HostileRun hostile, int position) throws IOException {
        return Weights.floats(constant(hostile, position, 1));
    }

    /** Of the DequantizeLinear before an input of the convolution: 0 its codes, 1 its scales. */
    private static Tensor constant(HostileRun hostile, int position, int what) throws IOException {
        Graph graph = hostile.written().graph();
        Node product = hostile.writtenNode("c_node").orElseThrow();
        Node widened = graph.producer(product.inputs().get(position)).orElseThrow();
        return graph.constant(widened.inputs().get(what)).orElseThrow();
    }

    @Test
    void row17AllWeightsZero() throws IOException {
        HostileRun hostile =
                HostileRun.of(folder, Net.with(Net.floats("w", new float[288], 8, 4, 3, 3)));

        assertThat(hostile.isWritten().err()).contains("8 of 8 slices of 'w'", "[dead-weights]");
    }

    @ParameterizedTest
    @CsvSource({"1e20", "-1e20", "1e30"})
    void row18BiasBeyondInt32(float bias) throws IOException {
        HostileRun hostile = HostileRun.of(folder, withValue("b", 2, bias));

        assertThat(hostile.isWritten().err())
                .contains("1 of 8 slices of 'w' (node c_node) [large-bias]");

        Tensor codes = constant(hostile, 2, 0);
        assertThat(codes.type()).isEqualTo(ElementType.INT32);
        double stored = Weights.longs(codes)[2] * (double) scales(hostile, 2)[2];
        assertThat(stored / bias).isCloseTo(1, within(1e-6));
    }

    @Test
    void row19UnusedInitializerWithNan() throws IOException {
        GraphProto.Builder graph =
                Net.graph().addInitializer(Net.floats("idle", new float[] {Float.NaN}, 1));

        CommandRun run = HostileRun.of(folder, Net.model(graph)).isWritten();

        assertThat(run.err()).contains("idle");
    }
}
