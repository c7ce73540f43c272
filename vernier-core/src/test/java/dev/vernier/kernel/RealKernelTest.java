package dev.vernier.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Conversions against the formats' definitions: sign · significand · 2^exponent. */
class RealKernelTest {

    /** The value of a finite float16 as IEEE 754 defines it. */
    private static double float16(int bits) {
        int exponent = bits >> 10 & 0x1F;
        int fraction = bits & 0x3FF;
        double magnitude =
                exponent == 0
                        ? fraction * 0x1p-24
                        : (1024 + fraction) * Math.scalb(1.0, exponent - 25);
        return (bits & 0x8000) == 0 ? magnitude : -magnitude;
    }

    @Test
    void widensEveryFloat16() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float wide = RealKernel.widenFloat16((short) bits);
            if ((bits & 0x7C00) != 0x7C00) {
                assertThat(wide).isEqualTo((float) float16(bits));
            } else if ((bits & 0x3FF) != 0) {
                assertThat(wide).isNaN();
            } else {
                assertThat(wide).isInfinite().isEqualTo((bits & 0x8000) == 0 ? inf() : -inf());
            }
        }
    }

    private static float inf() {
        return Float.POSITIVE_INFINITY;
    }

    @Test
    void narrowsToTheNearestFloat16WithTiesToEven() {
        for (int bits = 0; bits < 0x7C00; bits++) {
            double value = float16(bits);
            double next = bits == 0x7BFF ? 65536 : float16(bits + 1);
            float middle = (float) ((value + next) / 2);
            int even = bits % 2 == 0 ? bits : bits + 1;

            assertNarrowsFloat16((float) value, bits);
            assertNarrowsFloat16(Math.nextDown(middle), bits);
            assertNarrowsFloat16(middle, even);
            assertNarrowsFloat16(Math.nextUp(middle), bits + 1);
        }
        assertNarrowsFloat16(Float.MIN_VALUE, 0);
        assertNarrowsFloat16(Float.MAX_VALUE, 0x7C00);
        assertNarrowsFloat16(inf(), 0x7C00);
    }

    private static void assertNarrowsFloat16(float value, int bits) {
        assertThat(RealKernel.narrowFloat16(value)).isEqualTo((short) bits);
        assertThat(RealKernel.narrowFloat16(-value)).isEqualTo((short) (bits | 0x8000));
    }

    @Test
    void narrowsToTheNearestBfloat16WithTiesToEven() {
        for (int bits = 0; bits < 0x7F80; bits++) {
            int exact = bits << 16;
            int even = bits % 2 == 0 ? bits : bits + 1;

            assertNarrowsBfloat16(exact, bits);
            assertNarrowsBfloat16(exact + 0x7FFF, bits);
            assertNarrowsBfloat16(exact + 0x8000, even);
            assertNarrowsBfloat16(exact + 0x8001, bits + 1);
        }
        assertNarrowsBfloat16(0x7F80_0000, 0x7F80);
    }

    private static void assertNarrowsBfloat16(int floatBits, int bits) {
        float value = Float.intBitsToFloat(floatBits);
        assertThat(RealKernel.narrowBfloat16(value)).isEqualTo((short) bits);
        assertThat(RealKernel.narrowBfloat16(-value)).isEqualTo((short) (bits | 0x8000));
    }

    @Test
    void nanStaysNan() {
        Random random = new Random(Samples.SEED);
        for (int i = 0; i < 1000; i++) {
            int bits = random.nextInt() | 0x7F80_0001;
            float nan = Float.intBitsToFloat(bits);
            assertThat(RealKernel.widenFloat16(RealKernel.narrowFloat16(nan))).isNaN();
            float[] back = new float[1];
            RealKernel.widenBfloat16(new short[] {RealKernel.narrowBfloat16(nan)}, 0, back, 0, 1);
            assertThat(back[0]).isNaN();
        }
    }

    @Test
    void loopsConvertEachElementBetweenOffsets() {
        float[] values = Samples.around(0.1f, 1000);
        short[] halves = new short[values.length + 2];
        short[] brains = new short[values.length + 2];
        RealKernel.narrowFloat16(values, 1, halves, 2, values.length - 1);
        RealKernel.narrowBfloat16(values, 1, brains, 2, values.length - 1);
        float[] back = new float[values.length];
        RealKernel.widenFloat16(halves, 2, back, 1, values.length - 1);

        assertThat(halves[1]).isZero();
        assertThat(halves[values.length + 1]).isZero();
        for (int i = 1; i < values.length; i++) {
            assertThat(halves[i + 1]).isEqualTo(RealKernel.narrowFloat16(values[i]));
            assertThat(brains[i + 1]).isEqualTo(RealKernel.narrowBfloat16(values[i]));
            assertThat(back[i]).isEqualTo(RealKernel.widenFloat16(halves[i + 1]));
        }
    }

    @Test
    void doublesRoundOnce() {
        double[] doubles = {0.1, 1e300, -1e-300, 1 + 0x1p-24, 1 + 0x1.8p-23, Double.NaN};
        float[] values = new float[doubles.length];
        RealKernel.narrowDouble(doubles, 0, values, 0, doubles.length);

        assertThat(values).containsExactly(0.1f, inf(), -0f, 1f, 1 + 0x1p-22f, Float.NaN);
    }
}
