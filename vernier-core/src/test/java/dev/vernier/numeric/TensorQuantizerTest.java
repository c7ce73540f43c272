package dev.vernier.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The definition one element at a time against the kernels, at every granularity. */
class TensorQuantizerTest {

    private static final long SEED = 20260101L;

    static Stream<LinearScheme> schemes() {
        return LinearSchemeTest.schemes();
    }

    static Stream<Granularity> granularities() {
        return Stream.of(
                new Granularity.PerTensor(),
                new Granularity.PerChannel(0),
                new Granularity.PerChannel(1),
                new Granularity.PerChannel(2),
                new Granularity.PerBlock(0, 2),
                new Granularity.PerBlock(1, 3),
                new Granularity.PerBlock(2, 4),
                new Granularity.PerBlock(2, 1),
                new Granularity.PerBlock(2, 100));
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void equalsTheDefinition(LinearScheme scheme) {
        Random random = new Random(SEED);
        granularities()
                .forEach(
                        granularity -> {
                            long[] shape = {3, 7, 9};
                            if (random.nextBoolean()) {
                                shape[random.nextInt(3)] = 1;
                            }
                            check(scheme, granularity.layout(shape), random);
                        });
    }

    private static void check(LinearScheme scheme, SliceLayout layout, Random random) {
        List<QuantizationParameters> parameters = new ArrayList<>();
        for (int i = 0; i < layout.slices(); i++) {
            float end = (float) Math.exp(10 * random.nextGaussian());
            parameters.add(scheme.parametersFor(Range.of(-end * random.nextFloat(), end)));
        }
        float[] values = new float[(int) layout.elements()];
        for (int i = 0; i < values.length; i++) {
            QuantizationParameters grid = parameters.get(layout.sliceOf(i));
            values[i] = (float) (grid.scale() * scheme.maxCode() * random.nextGaussian());
        }
        TensorQuantizer quantizer = TensorQuantizer.of(layout, parameters);
        float[] fake = quantizer.fakeQuantize(values);
        int[] codes = codes(quantizer, values);
        float[] back = dequantize(quantizer, values);
        for (int i = 0; i < parameters.size(); i++) {
            assertThat(quantizer.parameters(i)).isEqualTo(parameters.get(i));
        }

        for (int i = 0; i < values.length; i++) {
            QuantizationParameters grid = parameters.get(layout.sliceOf(i));
            String where = "seed=" + SEED + ", element=" + i + ", value=" + values[i];
            assertThat(codes[i]).as(where).isEqualTo(grid.quantize(values[i]));
            assertThat(back[i]).as(where).isEqualTo(grid.dequantize(codes[i]));
            assertThat(fake[i]).as(where).isEqualTo(back[i]);
        }
    }

    private static int[] codes(TensorQuantizer quantizer, float[] values) {
        int[] codes = new int[values.length];
        boolean signed = quantizer.type().signed();
        if (quantizer.type().bits() <= 8) {
            byte[] bytes = quantizer.quantizeToBytes(values);
            for (int i = 0; i < codes.length; i++) {
                codes[i] = signed ? bytes[i] : Byte.toUnsignedInt(bytes[i]);
            }
        } else {
            short[] shorts = quantizer.quantizeToShorts(values);
            for (int i = 0; i < codes.length; i++) {
                codes[i] = signed ? shorts[i] : Short.toUnsignedInt(shorts[i]);
            }
        }
        return codes;
    }

    private static float[] dequantize(TensorQuantizer quantizer, float[] values) {
        return quantizer.type().bits() <= 8
                ? quantizer.dequantize(quantizer.quantizeToBytes(values))
                : quantizer.dequantize(quantizer.quantizeToShorts(values));
    }

    @Test
    void blocksAreNumberedAsOnnxDoes() {
        SliceLayout layout = new Granularity.PerBlock(1, 2).layout(2, 3, 2);

        assertThat(layout.slices()).isEqualTo(8);
        int[] slices = new int[12];
        for (int i = 0; i < slices.length; i++) {
            slices[i] = layout.sliceOf(i);
        }
        assertThat(slices).containsExactly(0, 1, 0, 1, 2, 3, 4, 5, 4, 5, 6, 7);
    }

    @Test
    void emptyTensorsHaveNoCodes() {
        QuantizationParameters grid = new QuantizationParameters(1, 0, IntegerType.INT8);

        assertThat(TensorQuantizer.perTensor(grid, 3, 0).quantizeToBytes(new float[0])).isEmpty();
    }

    /** Its first element would fit. */
    @Test
    void pieceThatIsNotInsideWritesNothing() {
        TensorQuantizer bytes =
                TensorQuantizer.perTensor(new QuantizationParameters(1, 0, IntegerType.INT8), 4);
        TensorQuantizer shorts =
                TensorQuantizer.perTensor(new QuantizationParameters(1, 0, IntegerType.INT16), 4);
        float[] results = {7, 7, 7};

        assertOutside(() -> bytes.dequantize(0, new byte[3], 2, results, 0, 2));
        assertOutside(() -> shorts.dequantize(0, new short[3], 2, results, 0, 2));
        assertOutside(() -> bytes.fakeQuantize(0, new float[3], 2, results, 0, 2));
        assertThat(results).containsOnly(7);

        byte[] narrow = {7, 7, 7};
        short[] wide = {7, 7, 7};
        assertOutside(() -> bytes.quantize(0, new float[3], 2, narrow, 0, 2));
        assertOutside(() -> shorts.quantize(0, new float[3], 2, wide, 0, 2));
        assertThat(narrow).containsOnly(7);
        assertThat(wide).containsOnly(7);
    }

    private static void assertOutside(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void refusesWhatDoesNotFit() {
        QuantizationParameters grid = new QuantizationParameters(1, 0, IntegerType.INT8);
        TensorQuantizer quantizer = TensorQuantizer.perTensor(grid, 4);

        assertThatThrownBy(() -> quantizer.quantizeToBytes(new float[3]))
                .hasMessage("elements must be as many as the tensor's; elements=3, tensor=4");
        assertThatThrownBy(() -> quantizer.quantizeToShorts(new float[4]))
                .hasMessage("codes of int8 must be held in bytes; storage bits=16");
        assertThatThrownBy(() -> quantizer.quantize(3, new float[9], 0, new byte[9], 0, 2))
                .isInstanceOf(IndexOutOfBoundsException.class);
        SliceLayout channels = new Granularity.PerChannel(0).layout(2, 2);
        assertThatThrownBy(() -> TensorQuantizer.of(channels, List.of(grid)))
                .hasMessageContaining("parameters=1, slices=2");
        QuantizationParameters other = new QuantizationParameters(1, 0, IntegerType.UINT8);
        assertThatThrownBy(() -> TensorQuantizer.of(channels, List.of(grid, other)))
                .hasMessageContaining("one type and code range; slice 1=");
        assertThatThrownBy(() -> new Granularity.PerChannel(2).layout(2, 2))
                .hasMessage("axis must be one of the shape; axis=2, shape=[2, 2]");
    }
}
