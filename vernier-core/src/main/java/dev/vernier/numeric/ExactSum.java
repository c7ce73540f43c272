package dev.vernier.numeric;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * The exact sum of any finite doubles: the result does not depend on their order, nor on how they
 * were divided among threads.
 *
 * <p>A fixed-point number wide enough for every double: the unit is 2^-1074, the digits have 32
 * bits each and sit in signed longs, so that 2^30 additions fit before carries must be passed on.
 * NaN and infinities are refused. Nothing added: the sum is 0.
 *
 * <p>Memory: 560 bytes. Time: a few ns a value. Not thread-safe: one instance a thread, then {@link
 * #merge}.
 */
public final class ExactSum {

    private static final int DIGIT_BITS = 32;
    private static final long DIGIT_MASK = 0xFFFF_FFFFL;
    private static final int MANTISSA_BITS = 52;
    private static final int UNIT_EXPONENT = -1074;

    /** 2098 bits of double and 64 more for the carries of 2^63 additions. */
    private final long[] digits = new long[68];

    private int pending;

    /** Zero. */
    public ExactSum() {}

    public void add(double value) {
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >>> MANTISSA_BITS) & 0x7FF;
        if (exponent == 0x7FF) {
            throw new IllegalArgumentException("summand must be finite; value=" + value);
        }
        long mantissa = bits & ((1L << MANTISSA_BITS) - 1);
        if (exponent > 0) {
            mantissa |= 1L << MANTISSA_BITS;
            exponent--; // now the left shift in units
        }
        int digit = exponent / DIGIT_BITS;
        int shift = exponent % DIGIT_BITS;
        long high = shift == 0 ? 0 : mantissa >>> (2 * DIGIT_BITS - shift);
        long low = mantissa << shift;
        long sign = bits >> 63 | 1;
        digits[digit] += sign * (low & DIGIT_MASK);
        digits[digit + 1] += sign * (low >>> DIGIT_BITS);
        digits[digit + 2] += sign * high;
        count();
    }

    public void merge(ExactSum other) {
        other.carry();
        for (int i = 0; i < digits.length; i++) {
            digits[i] += other.digits[i]; // no larger than after one addition
        }
        count();
    }

    private void count() {
        if (++pending == 1 << 30) {
            carry();
        }
    }

    /** The sum rounded once, to nearest, ties to even; infinite if too large for a double. */
    public double doubleValue() {
        BigInteger units = units();
        int drop = Math.max(0, units.bitLength() - 64);
        BigInteger magnitude = units.abs();
        BigInteger top = magnitude.shiftRight(drop);
        if (magnitude.getLowestSetBit() < drop) {
            top = top.setBit(0); // what was dropped decides ties
        }
        return units.signum() * Math.scalb(top.doubleValue(), drop + UNIT_EXPONENT);
    }

    /** The sum in units of 2^-1074. */
    BigInteger units() {
        BigInteger units = BigInteger.ZERO;
        for (int i = digits.length - 1; i >= 0; i--) {
            units = units.shiftLeft(DIGIT_BITS).add(BigInteger.valueOf(digits[i]));
        }
        return units;
    }

    /** Leaves each digit in [0, 2^32), the last one signed: then equal sums have equal digits. */
    private void carry() {
        long carry = 0;
        for (int i = 0; i < digits.length - 1; i++) {
            long digit = digits[i] + carry;
            digits[i] = digit & DIGIT_MASK;
            carry = digit >> DIGIT_BITS;
        }
        digits[digits.length - 1] += carry;
        pending = 0;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof ExactSum that)) {
            return false;
        }
        carry();
        that.carry();
        return Arrays.equals(digits, that.digits);
    }

    @Override
    public int hashCode() {
        carry();
        return Arrays.hashCode(digits);
    }

    @Override
    public String toString() {
        return Double.toString(doubleValue());
    }
}
