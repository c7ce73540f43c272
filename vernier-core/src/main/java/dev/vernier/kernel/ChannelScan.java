package dev.vernier.kernel;

/**
 * Largest magnitude, count and exact sum of the values of each channel.
 *
 * <p>A sum is kept in {@link #LIMBS} digits of 16 bits in {@code long}s, digit k worth 2^(16 k -
 * 149): a float's 24 bits of mantissa, shifted by its exponent modulo 16, stay below 2^39 and are
 * added to one digit. Nothing is rounded, so the order of the values cannot show. A digit holds
 * {@link #SAFE_ADDS} values before {@link #carry} has to move its excess up.
 *
 * <p>NaN and infinities are skipped. Cost: 2 to 3 ns a value. Stateless.
 */
public final class ChannelScan {

    /** Digits of a sum: 278 bits for the floats, 63 for their number, and the sign. */
    public static final int LIMBS = 22;

    /** Bits of a digit once carried. */
    public static final int LIMB_BITS = 16;

    /** The weight of bit 0 of digit 0 is two to this power: the smallest float. */
    public static final int LOWEST_EXPONENT = -149;

    /** This many values can be added to a carried sum before it has to be carried again. */
    public static final int SAFE_ADDS = 1 << 23;

    private static final int MANTISSA = (1 << 23) - 1;

    private ChannelScan() {}

    /**
     * Adds {@code values[from..to)}, where the value at i belongs to channel {@code (position + i -
     * from) / inner % channels}.
     *
     * @param position index in its tensor of the first value
     * @param inner number of values in a row that belong to the same channel
     * @param magnitudes largest |value| by channel; its length is the number of channels
     * @param counts number of finite values by channel
     * @param sums the digits of channel c from {@code c * LIMBS}
     */
    public static void add(
            float[] values,
            int from,
            int to,
            long position,
            long inner,
            float[] magnitudes,
            long[] counts,
            long[] sums) {
        int channel = (int) (position / inner % magnitudes.length);
        long left = inner - position % inner;
        int i = from;
        while (i < to) {
            int end = (int) Math.min(to, i + left);
            addRun(values, i, end, channel, magnitudes, counts, sums);
            i = end;
            left = inner;
            channel = channel + 1 == magnitudes.length ? 0 : channel + 1;
        }
    }

    private static void addRun(
            float[] values,
            int from,
            int to,
            int channel,
            float[] magnitudes,
            long[] counts,
            long[] sums) {
        float largest = magnitudes[channel];
        int finite = 0;
        int first = channel * LIMBS;
        for (int i = from; i < to; i++) {
            int bits = Float.floatToRawIntBits(values[i]);
            int exponent = bits >>> 23 & 0xFF;
            if (exponent == 0xFF) {
                continue;
            }
            largest = Math.max(largest, Math.abs(values[i]));
            finite++;
            int shift = Math.max(exponent, 1) - 1;
            long mantissa = (bits & MANTISSA) | (exponent == 0 ? 0 : MANTISSA + 1);
            long addend = mantissa << (shift & LIMB_BITS - 1);
            int sign = bits >> 31;
            sums[first + (shift >>> 4)] += (addend ^ sign) - sign;
        }
        magnitudes[channel] = largest;
        counts[channel] += finite;
    }

    /** Brings every digit but the highest of every sum into [0, 2^16). */
    public static void carry(long[] sums) {
        for (int first = 0; first < sums.length; first += LIMBS) {
            for (int limb = first; limb < first + LIMBS - 1; limb++) {
                sums[limb + 1] += sums[limb] >> LIMB_BITS;
                sums[limb] &= (1 << LIMB_BITS) - 1;
            }
        }
    }
}
