package dev.vernier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
import dev.vernier.data.Samples;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import dev.vernier.model.ModelFile;
import dev.vernier.model.OutputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model in doubles computes in integers, and its callers see doubles as before. */
class OtherPrecisionTest {

    private static final long SEED = 41;
    private static final int WIDTH = 64;

    @TempDir private Path folder;

    @Test
    void quantizesAModelOfDoubles() throws IOException {
        Path file = folder.resolve("double.onnx");
        Path output = folder.resolve("double.int8.onnx");
        ModelFile.write(file, model(), false, OutputFile.Check.NONE);

        QuantizationResult result =
                Quantizer.of(file).calibrateWith(Samples.of(sample())).writeTo(output);

        Graph written = ModelFile.read(output).model().graph();
        assertThat(result.evaluation().worstSqnr()).isGreaterThan(30);
        assertThat(result.evaluation().integerShare().integer()).isEqualTo(4 * WIDTH * WIDTH);
        assertThat(written.inputs()).isEqualTo(model().graph().inputs());
        assertThat(written.outputs()).isEqualTo(model().graph().outputs());
    }

    private static Model model() {
        return Model.of(
                8,
                Graph.builder("doubles", Opsets.of(13))
                        .input(ValueInfo.tensor("x", ElementType.DOUBLE, Shape.of(4, WIDTH)))
                        .output(ValueInfo.tensor("y", ElementType.DOUBLE, Shape.of(4, WIDTH)))
                        .initializer(
                                Tensor.ofBytes(
                                        "w",
                                        ElementType.DOUBLE,
                                        new long[] {WIDTH, WIDTH},
                                        doubles(WIDTH * WIDTH).array()))
                        .node(Node.of("product", "MatMul", List.of("x", "w"), List.of("y")))
                        .build());
    }

    private static Sample sample() {
        SampleTensor x =
                SampleTensor.ofBytes(
                        ElementType.DOUBLE, new long[] {4, WIDTH}, doubles(4 * WIDTH).rewind());
        return new Sample("doubles", Map.of("x", x));
    }

    private static ByteBuffer doubles(int count) {
        Random random = new Random(SEED);
        ByteBuffer bytes = ByteBuffer.allocate(count * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            bytes.putDouble(random.nextGaussian());
        }
        return bytes;
    }
}
