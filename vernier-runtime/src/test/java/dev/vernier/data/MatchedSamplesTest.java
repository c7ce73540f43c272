package dev.vernier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MatchedSamplesTest {

    private static List<Sample> match(ModelInputs inputs, boolean cast, SampleTensor x)
            throws IOException {
        Samples samples = new ListSamples(List.of(new Sample("s", Map.of("x", x))));
        return Passes.all(MatchedSamples.of(samples, cast), inputs);
    }

    private static SampleTensor doubles(double... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        return SampleTensor.ofBytes(ElementType.DOUBLE, new long[] {1, values.length}, bytes);
    }

    @Test
    void passesWhatFits() throws IOException {
        SampleTensor x = SampleTensor.ofFloats(new long[] {5, 2}, new float[10]);

        assertThat(match(Passes.X2, false, x).get(0).inputs()).containsEntry("x", x);
    }

    @Test
    void refusesAnotherShapeWithWhatIsNeeded() {
        SampleTensor x = SampleTensor.ofFloats(new long[] {1, 3}, 1, 2, 3);

        assertThatThrownBy(() -> match(Passes.X2, true, x))
                .isInstanceOf(BadSampleException.class)
                .hasMessage(
                        "s: sample must be what the model takes: the shape of 'x' differs;"
                                + " found=[x: float[1,3]], needed=[x: float[batch,2]]");
    }

    @Test
    void refusesAnotherRank() {
        SampleTensor x = SampleTensor.ofFloats(new long[] {2}, 1, 2);

        assertThatThrownBy(() -> match(Passes.X2, true, x)).hasMessageContaining("shape of 'x'");
    }

    @Test
    void refusesAnotherElementType() {
        assertThatThrownBy(() -> match(Passes.X2, false, doubles(1, 2)))
                .isInstanceOf(BadSampleException.class)
                .hasMessageContaining("pass --cast");
        assertThatThrownBy(
                        () -> match(Passes.X2, true, SampleTensor.ofLongs(new long[] {1, 2}, 1, 2)))
                .hasMessageContaining("element type of 'x' differs; found");
    }

    @Test
    void castsWhereAsked() throws IOException {
        assertThat(match(Passes.X2, true, doubles(1.5, 1e-3)).get(0).inputs())
                .containsEntry("x", SampleTensor.ofFloats(new long[] {1, 2}, 1.5f, 1e-3f));
    }

    @Test
    void castsToInt32OnlyWhatFits() throws IOException {
        ModelInputs int32 = Passes.inputs(ValueInfo.tensor("x", ElementType.INT32, Shape.of(1)));

        assertThat(match(int32, true, SampleTensor.ofLongs(new long[] {1}, -7)).get(0).inputs())
                .containsEntry("x", SampleTensor.ofInts(new long[] {1}, -7));
        assertThatThrownBy(() -> match(int32, true, SampleTensor.ofLongs(new long[] {1}, 1L << 31)))
                .isInstanceOf(BadSampleException.class);
    }

    @Test
    void refusesMissingAndUnknownInputs() {
        Samples none = new ListSamples(List.of(new Sample("s", Map.of())));
        Samples other =
                new ListSamples(
                        List.of(
                                new Sample(
                                        "s",
                                        Map.of(
                                                "x",
                                                SampleTensor.ofFloats(new long[] {1, 2}, 1, 2),
                                                "y",
                                                SampleTensor.ofFloats(new long[] {1}, 1)))));

        assertThatThrownBy(() -> Passes.all(MatchedSamples.of(none), Passes.X2))
                .hasMessageContaining("input 'x' is missing");
        assertThatThrownBy(() -> Passes.all(MatchedSamples.of(other), Passes.X2))
                .hasMessageContaining("the model has no input 'y'");
    }

    @Test
    void inputsWithADefaultMayBeLeftOut() throws IOException {
        Graph graph =
                Graph.builder("g", Opsets.of(13))
                        .input(ValueInfo.tensor("x", ElementType.FLOAT, Passes.batchOf(2)))
                        .input(ValueInfo.tensor("w", ElementType.FLOAT, Shape.of(1)))
                        .initializer(Tensor.ofFloats("w", new long[] {1}, 1))
                        .build();
        SampleTensor x = SampleTensor.ofFloats(new long[] {1, 2}, 1, 2);

        assertThat(match(ModelInputs.of(graph), false, x)).hasSize(1);
    }

    @Test
    void halfIsConvertedByDefinition() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            int exponent = bits >> 10 & 0x1F;
            int mantissa = bits & 0x3FF;
            double magnitude =
                    exponent == 0
                            ? mantissa * 0x1p-24
                            : exponent < 31
                                    ? (1024 + mantissa) * Math.scalb(1.0, exponent - 25)
                                    : mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            float expected = (float) (bits >> 15 == 0 ? magnitude : -magnitude);
            float actual = Half.toFloat((short) bits);

            assertThat(Float.compare(actual, expected)).as("bits %x", bits).isZero();
        }
    }
}
