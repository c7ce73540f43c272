package dev.vernier.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each loop against the loop of {@link LinearKernel} run for one element at a time. */
class LinearRowKernelTest {

    private static final int FIRST = 3;
    private static final int LENGTH = Samples.LONGEST;

    private final float[] values = Samples.around(0.1f, 300);
    private final float[] scales = new float[LENGTH + FIRST];
    private final int[] zeroPoints = new int[LENGTH + FIRST];

    private void fill(int minZeroPoint, int zeroPointCount) {
        Random random = new Random(Samples.SEED);
        for (int i = 0; i < scales.length; i++) {
            scales[i] = (float) Math.exp(3 * random.nextGaussian());
            zeroPoints[i] = minZeroPoint + random.nextInt(zeroPointCount);
        }
    }

    @Test
    void bytes() {
        fill(-128, 256);
        byte[] expected = new byte[LENGTH];
        float[] expectedBack = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            float s = scales[FIRST + i];
            int z = zeroPoints[FIRST + i];
            LinearKernel.quantize(values, i, expected, i, 1, s, z, -128, 127);
            LinearKernel.dequantizeSigned(expected, i, expectedBack, i, 1, s, z);
        }
        for (int length : new int[] {0, 1, 7, 8, 31, 32, 33, 63, 64, 65, 257, LENGTH}) {
            byte[] codes = new byte[length + 1];
            LinearRowKernel.quantize(
                    values, 0, codes, 0, length, scales, zeroPoints, FIRST, -128, 127);
            assertThat(Arrays.copyOf(codes, length)).isEqualTo(Arrays.copyOf(expected, length));
            assertThat(codes[length]).isZero();

            float[] back = new float[length + 1];
            LinearRowKernel.dequantize(codes, 0, back, 0, length, scales, zeroPoints, FIRST, -1);
            assertThat(Arrays.copyOf(back, length)).isEqualTo(Arrays.copyOf(expectedBack, length));
            assertThat(back[length]).isZero();
        }
    }

    @Test
    void unsignedShorts() {
        fill(0, 65536);
        short[] expected = new short[LENGTH];
        float[] expectedBack = new float[LENGTH];
        float[] expectedFake = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            float s = scales[FIRST + i];
            int z = zeroPoints[FIRST + i];
            LinearKernel.quantize(values, i, expected, i, 1, s, z, 0, 65535);
            LinearKernel.dequantizeUnsigned(expected, i, expectedBack, i, 1, s, z);
            LinearKernel.fakeQuantize(values, i, expectedFake, i, 1, s, z, 0, 65535);
        }
        short[] codes = new short[LENGTH];
        LinearRowKernel.quantize(values, 0, codes, 0, LENGTH, scales, zeroPoints, FIRST, 0, 65535);
        assertThat(codes).isEqualTo(expected);

        float[] back = new float[LENGTH];
        LinearRowKernel.dequantize(codes, 0, back, 0, LENGTH, scales, zeroPoints, FIRST, 0xFFFF);
        assertThat(back).isEqualTo(expectedBack);

        float[] fake = values.clone();
        LinearRowKernel.fakeQuantize(fake, 0, fake, 0, LENGTH, scales, zeroPoints, FIRST, 0, 65535);
        assertThat(fake).isEqualTo(expectedFake);
    }
}
