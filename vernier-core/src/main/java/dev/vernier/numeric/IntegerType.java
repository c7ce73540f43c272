package dev.vernier.numeric;

import java.util.Locale;

/**
 * An integer type of 2 to 16 bits whose values are the codes of a linear grid, or int32 for biases
 * and accumulators.
 *
 * <p>ONNX stores the constants below; other widths are grids to reason about.
 *
 * @param bits 2 to 16, or 32 with a sign
 * @param signed whether the codes are two's complement
 */
public record IntegerType(int bits, boolean signed) {

    public static final IntegerType INT4 = new IntegerType(4, true);
    public static final IntegerType UINT4 = new IntegerType(4, false);
    public static final IntegerType INT8 = new IntegerType(8, true);
    public static final IntegerType UINT8 = new IntegerType(8, false);
    public static final IntegerType INT16 = new IntegerType(16, true);
    public static final IntegerType UINT16 = new IntegerType(16, false);
    public static final IntegerType INT32 = new IntegerType(32, true);

    public IntegerType {
        if ((bits < 2 || bits > 16) && !(bits == 32 && signed)) {
            throw new IllegalArgumentException(
                    "bits must be 2 to 16, or 32 with a sign; bits=" + bits + ", signed=" + signed);
        }
    }

    /** The smallest code: -2^(b-1) with a sign, else 0. */
    public int min() {
        return signed ? -1 << (bits - 1) : 0;
    }

    /** The largest code: 2^(b-1) - 1 with a sign, else 2^b - 1. */
    public int max() {
        return signed ? ~min() : (1 << bits) - 1;
    }

    /** {@link #min} + 1: the code that mirrors {@link #max} about {@link #middle}. */
    public int narrowMin() {
        return min() + 1;
    }

    /** The code of real zero in a symmetric grid: 0 with a sign, else 2^(b-1), equation (6). */
    public int middle() {
        return signed ? 0 : 1 << (bits - 1);
    }

    public boolean contains(int code) {
        return min() <= code && code <= max();
    }

    /** The name ONNX uses: {@code int8}, {@code uint4}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s%d", signed ? "int" : "uint", bits);
    }
}
