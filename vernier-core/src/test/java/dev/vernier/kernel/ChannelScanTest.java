package dev.vernier.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChannelScanTest {

    private static final long SEED = 7_301;

    @Test
    void sumsOfAnyFiniteFloatsAreExact() {
        int channels = 5;
        long inner = 3;
        Random random = new Random(SEED);
        for (int trial = 0; trial < 200; trial++) {
            float[] values = new float[random.nextInt(120)];
            for (int i = 0; i < values.length; i++) {
                values[i] = Float.intBitsToFloat(random.nextInt());
            }
            long position = random.nextInt(40);
            float[] magnitudes = new float[channels];
            long[] counts = new long[channels];
            long[] sums = new long[channels * ChannelScan.LIMBS];
            int cut = values.length == 0 ? 0 : random.nextInt(values.length);
            ChannelScan.add(values, 0, cut, position, inner, magnitudes, counts, sums);
            ChannelScan.carry(sums);
            ChannelScan.add(
                    values, cut, values.length, position + cut, inner, magnitudes, counts, sums);

            for (int channel = 0; channel < channels; channel++) {
                BigDecimal exact = BigDecimal.ZERO;
                float largest = 0;
                long count = 0;
                for (int i = 0; i < values.length; i++) {
                    if ((position + i) / inner % channels == channel && Float.isFinite(values[i])) {
                        exact = exact.add(new BigDecimal(values[i]));
                        largest = Math.max(largest, Math.abs(values[i]));
                        count++;
                    }
                }
                String what = "seed %d, trial %d, channel %d".formatted(SEED, trial, channel);
                assertThat(value(sums, channel)).as(what).isEqualByComparingTo(exact);
                assertThat(magnitudes[channel]).as(what).isEqualTo(largest);
                assertThat(counts[channel]).as(what).isEqualTo(count);
            }
        }
    }

    @Test
    void theLargestNumberOfSafeAddsDoesNotOverflow() {
        float[] worst = new float[1 << 16];
        java.util.Arrays.fill(worst, -Float.MAX_VALUE);
        // The exponent with the widest shift inside a digit: 253 % 16 = 13; 15 is wider still.
        float widest = Float.intBitsToFloat((16 * 14 + 16) << 23 | 0x7FFFFF);
        for (float value : new float[] {-Float.MAX_VALUE, widest}) {
            java.util.Arrays.fill(worst, value);
            long[] sums = new long[ChannelScan.LIMBS];
            for (int done = 0; done < ChannelScan.SAFE_ADDS; done += worst.length) {
                ChannelScan.add(worst, 0, worst.length, done, 1, new float[1], new long[1], sums);
            }
            assertThat(value(sums, 0))
                    .isEqualByComparingTo(
                            new BigDecimal(value)
                                    .multiply(BigDecimal.valueOf(ChannelScan.SAFE_ADDS)));
        }
    }

    private static BigDecimal value(long[] sums, int channel) {
        BigInteger sum = BigInteger.ZERO;
        for (int limb = ChannelScan.LIMBS - 1; limb >= 0; limb--) {
            sum =
                    sum.shiftLeft(ChannelScan.LIMB_BITS)
                            .add(BigInteger.valueOf(sums[channel * ChannelScan.LIMBS + limb]));
        }
        return new BigDecimal(sum)
                .divide(new BigDecimal(BigInteger.TWO.pow(-ChannelScan.LOWEST_EXPONENT)));
    }
}
