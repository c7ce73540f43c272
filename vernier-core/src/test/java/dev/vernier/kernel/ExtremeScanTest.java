package dev.vernier.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtremeScanTest {

    private static final long SEED = 20_261_128;
    private static final float[] ENDS = {
        0f,
        -0f,
        1f,
        -1f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY
    };

    @Test
    void bitsHaveTheExtremesOfTheirFloats() {
        for (float low : ENDS) {
            for (float high : ENDS) {
                check(low, high);
                check(high, low);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 4095, 4096, 4097, 9001})
    void bitsOfAnyLengthHaveTheExtremesOfTheirFloats(int length) {
        Random random = new Random(SEED + length);
        float[] values = new float[length];
        for (float offset : new float[] {0, 10, -10}) {
            for (int i = 0; i < length; i++) {
                values[i] = (float) random.nextGaussian() + offset;
            }
            check(values);
        }
    }

    @Test
    void nothingHasNoExtremes() {
        check();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x7FC0_0000, 0xFFC0_0000, 0x7F80_0001, 0xFFFF_FFFF})
    void notANumberShowsInOneOfThem(int notANumber) {
        IntBuffer bits = bits(1f, -2f, 0f).put(2, notANumber);
        float[] minMax = new float[2];
        ExtremeScan.scan(bits, minMax);
        assertThat(Float.isNaN(minMax[0]) || Float.isNaN(minMax[1])).isTrue();
    }

    private static void check(float... values) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        float[] minMax = new float[2];
        ExtremeScan.scan(bits(values), minMax);
        assertThat(minMax).as("seed %d, first %s", SEED, values).containsExactly(min, max);
    }

    private static IntBuffer bits(float... values) {
        IntBuffer bits = ByteBuffer.allocateDirect(4 * values.length + 4).asIntBuffer();
        bits.put(Float.floatToRawIntBits(Float.NaN)); // before the position: not looked at
        for (float value : values) {
            bits.put(Float.floatToRawIntBits(value));
        }
        return bits.position(1);
    }
}
