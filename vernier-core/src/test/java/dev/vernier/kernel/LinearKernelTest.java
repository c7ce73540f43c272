package dev.vernier.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each loop against its definition, for every length up to 4,098, between guard elements. */
class LinearKernelTest {

    private static final int GUARD = 5;
    private static final byte GUARD_BYTE = 0x5A;
    private static final short GUARD_SHORT = 0x5A5A;
    private static final float GUARD_FLOAT = 12345.678f;

    /** A grid: all four numbers that the loops take. */
    record Grid(float scale, int zeroPoint, int min, int max) {

        /** Equation (4) in plain slow Java: the quotient is float32, the rest exact. */
        int quantize(float value) {
            float quotient = value / scale;
            if (quotient >= max - zeroPoint) {
                return max;
            }
            if (quotient <= min - zeroPoint) {
                return min;
            }
            int below = (int) Math.floor(quotient);
            double rest = (double) quotient - below;
            boolean up = rest > 0.5 || (rest == 0.5 && below % 2 != 0);
            return (up ? below + 1 : below) + zeroPoint;
        }

        float dequantize(int code) {
            return (float) (code - zeroPoint) * scale;
        }
    }

    static Stream<Grid> upTo8Bits() {
        return Stream.of(
                new Grid(0.1f, 0, -128, 127),
                new Grid(1f, 0, -127, 127),
                new Grid(0.0235294f, 7, -128, 127),
                new Grid(3f, -128, -128, 127),
                new Grid(0.0078125f, 255, 0, 255),
                new Grid(1e-30f, 0, 0, 255),
                new Grid(1e30f, 128, 1, 255),
                new Grid(1e30f, 127, -128, 127),
                new Grid(0x1p-102f, -7, -128, 127),
                new Grid(0x0.ffffffp-102f, -7, -128, 127),
                new Grid(Float.MIN_NORMAL, 128, 0, 255),
                new Grid(Float.MIN_NORMAL, 3, -8, 7),
                new Grid(0.3f, -1, -2, 1));
    }

    static Stream<Grid> upTo16Bits() {
        return Stream.of(
                new Grid(0.1f, 0, -32768, 32767),
                new Grid(1e-3f, -32768, -32768, 32767),
                new Grid(1f, 32767, -32768, 32767),
                new Grid(0.3f, 65535, 0, 65535),
                new Grid(7f, 0, 0, 65535),
                new Grid(1e30f, 32768, 1, 65535),
                new Grid(0.01f, 100, 0, 511));
    }

    @ParameterizedTest
    @MethodSource("upTo8Bits")
    void quantizesToBytes(Grid grid) {
        float[] values = Samples.around(grid.scale, grid.max - grid.min);
        byte[] expected = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            expected[i] = (byte) grid.quantize(values[i]);
        }
        byte[] codes = new byte[values.length + 2 * GUARD];
        for (int length = 0; length <= values.length; length++) {
            Arrays.fill(codes, GUARD_BYTE);
            int from = values.length - length;
            LinearKernel.quantize(
                    values,
                    from,
                    codes,
                    GUARD,
                    length,
                    grid.scale,
                    grid.zeroPoint,
                    grid.min,
                    grid.max);

            int end = GUARD + length;
            int at = Arrays.mismatch(codes, GUARD, end, expected, from, values.length);
            assertThat(at).as("length %d, seed %d", length, Samples.SEED).isEqualTo(-1);
            assertGuarded(codes, end);
        }
    }

    private static void assertGuarded(byte[] codes, int end) {
        for (int i = 0; i < GUARD; i++) {
            assertThat(codes[i]).isEqualTo(GUARD_BYTE);
            assertThat(codes[end + i]).isEqualTo(GUARD_BYTE);
        }
    }

    @ParameterizedTest
    @MethodSource("upTo16Bits")
    void quantizesToShorts(Grid grid) {
        float[] values = Samples.around(grid.scale, grid.max - grid.min);
        short[] expected = new short[values.length];
        for (int i = 0; i < values.length; i++) {
            expected[i] = (short) grid.quantize(values[i]);
        }
        short[] codes = new short[values.length + 2 * GUARD];
        for (int length = 0; length <= values.length; length++) {
            Arrays.fill(codes, GUARD_SHORT);
            int from = values.length - length;
            LinearKernel.quantize(
                    values,
                    from,
                    codes,
                    GUARD,
                    length,
                    grid.scale,
                    grid.zeroPoint,
                    grid.min,
                    grid.max);

            int end = GUARD + length;
            int at = Arrays.mismatch(codes, GUARD, end, expected, from, values.length);
            assertThat(at).as("length %d, seed %d", length, Samples.SEED).isEqualTo(-1);
            assertThat(codes[GUARD - 1]).isEqualTo(GUARD_SHORT);
            assertThat(codes[end]).isEqualTo(GUARD_SHORT);
        }
    }

    @ParameterizedTest
    @MethodSource("upTo8Bits")
    void fakeQuantizes(Grid grid) {
        assertFakeQuantizes(grid);
    }

    @ParameterizedTest
    @MethodSource("upTo16Bits")
    void fakeQuantizesWide(Grid grid) {
        assertFakeQuantizes(grid);
    }

    private static void assertFakeQuantizes(Grid grid) {
        float[] values = Samples.around(grid.scale, grid.max - grid.min);
        float[] expected = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            expected[i] = grid.dequantize(grid.quantize(values[i]));
        }
        float[] results = new float[values.length + 2 * GUARD];
        for (int length = 0; length <= values.length; length++) {
            Arrays.fill(results, GUARD_FLOAT);
            int from = values.length - length;
            LinearKernel.fakeQuantize(
                    values,
                    from,
                    results,
                    GUARD,
                    length,
                    grid.scale,
                    grid.zeroPoint,
                    grid.min,
                    grid.max);

            int end = GUARD + length;
            int at = Arrays.mismatch(results, GUARD, end, expected, from, values.length);
            assertThat(at).as("length %d, seed %d", length, Samples.SEED).isEqualTo(-1);
            assertThat(results[GUARD - 1]).isEqualTo(GUARD_FLOAT);
            assertThat(results[end]).isEqualTo(GUARD_FLOAT);
        }
    }

    @ParameterizedTest
    @MethodSource("upTo8Bits")
    void dequantizesBytes(Grid grid) {
        boolean signed = grid.min < 0;
        byte[] codes = new byte[Samples.LONGEST];
        float[] expected = new float[codes.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) i;
            expected[i] = grid.dequantize(signed ? codes[i] : Byte.toUnsignedInt(codes[i]));
        }
        float[] values = new float[codes.length + 2 * GUARD];
        for (int length = 0; length <= codes.length; length++) {
            Arrays.fill(values, GUARD_FLOAT);
            int from = codes.length - length;
            if (signed) {
                LinearKernel.dequantizeSigned(
                        codes, from, values, GUARD, length, grid.scale, grid.zeroPoint);
            } else {
                LinearKernel.dequantizeUnsigned(
                        codes, from, values, GUARD, length, grid.scale, grid.zeroPoint);
            }

            int end = GUARD + length;
            int at = Arrays.mismatch(values, GUARD, end, expected, from, codes.length);
            assertThat(at).as("length %d", length).isEqualTo(-1);
            assertThat(values[GUARD - 1]).isEqualTo(GUARD_FLOAT);
            assertThat(values[end]).isEqualTo(GUARD_FLOAT);
        }
    }

    @ParameterizedTest
    @MethodSource("upTo16Bits")
    void dequantizesShorts(Grid grid) {
        boolean signed = grid.min < 0;
        short[] codes = new short[1 << 16];
        float[] expected = new float[codes.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (short) i;
            expected[i] = grid.dequantize(signed ? codes[i] : Short.toUnsignedInt(codes[i]));
        }
        float[] values = new float[codes.length];
        if (signed) {
            LinearKernel.dequantizeSigned(
                    codes, 0, values, 0, codes.length, grid.scale, grid.zeroPoint);
        } else {
            LinearKernel.dequantizeUnsigned(
                    codes, 0, values, 0, codes.length, grid.scale, grid.zeroPoint);
        }
        assertThat(Arrays.mismatch(values, expected)).isEqualTo(-1);
    }

    @Test
    void nanStaysWhereNoCodeIsStored() {
        float[] values = new float[100];
        Arrays.fill(values, Float.NaN);
        LinearKernel.fakeQuantize(values, 0, values, 0, 100, 0.1f, 7, -128, 127);
        assertThat(values).containsOnly(Float.NaN);
    }

    @Test
    void parallelEqualsSerial() {
        int length = 5 * ParallelChunks.CHUNK + 17;
        float[] values = new float[length];
        float[] some = Samples.around(0.1f, 256);
        for (int i = 0; i < length; i++) {
            values[i] = some[i % some.length];
        }
        byte[] serial = new byte[length];
        byte[] parallel = new byte[length];
        LinearKernel.quantize(values, 0, serial, 0, length, 0.1f, 3, -128, 127);
        ParallelChunks.run(
                length,
                (from, n) ->
                        LinearKernel.quantize(values, from, parallel, from, n, 0.1f, 3, -128, 127));

        assertThat(parallel).isEqualTo(serial);
    }
}
