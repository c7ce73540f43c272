package dev.vernier.numeric;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The levels of a grid that is not linear, before scaling: a real number for each code of at most 8
 * bits.
 *
 * <p>A value has the code of the nearest level, equation (18); half-way between two levels the even
 * code, which for the floating formats is the even mantissa. Beyond the ends the outermost level:
 * formats saturate, as ONNX's QuantizeLinear does. Levels are finite and one of them is zero.
 *
 * <p>A NaN gets the code of NaN where the format has one, else that of zero.
 *
 * <p>Immutable and thread-safe.
 */
public final class CodeBook {

    /** Eight bits: sign, 4 of exponent, 3 of mantissa; largest level 448, NaN, no infinity. */
    public static final CodeBook FLOAT8_E4M3FN = new CodeBook(Minifloat.E4M3FN.table());

    /** Eight bits: sign, 5 of exponent, 2 of mantissa; largest level 57344, NaN and infinities. */
    public static final CodeBook FLOAT8_E5M2 = new CodeBook(Minifloat.E5M2.table());

    /** Four bits: sign, 2 of exponent, 1 of mantissa; 0, 0.5, 1, 1.5, 2, 3, 4, 6 and negatives. */
    public static final CodeBook FLOAT4_E2M1 = new CodeBook(Minifloat.E2M1.table());

    /**
     * Quantiles of the normal distribution for weights in blocks (arXiv 2305.14314, appendix E).
     */
    public static final CodeBook NF4 =
            of(
                    -1f,
                    -0.6961928f,
                    -0.52507305f,
                    -0.3949175f,
                    -0.28444138f,
                    -0.18477343f,
                    -0.091050036f,
                    0f,
                    0.0795803f,
                    0.1609302f,
                    0.2461123f,
                    0.33791524f,
                    0.44070983f,
                    0.562617f,
                    0.72295684f,
                    1f);

    /** By code; NaN for codes without level. */
    private final float[] values;

    /** Codes of the levels in ascending order of the levels. */
    private final int[] codes;

    private final int bits;

    private CodeBook(float[] values) {
        this.values = values;
        this.bits = Integer.numberOfTrailingZeros(values.length);
        this.codes =
                IntStream.range(0, values.length)
                        .filter(code -> Float.isFinite(values[code]))
                        .filter(code -> Float.floatToRawIntBits(values[code]) != 1 << 31) // -0.0
                        .boxed()
                        .sorted((a, b) -> Float.compare(values[a], values[b]))
                        .mapToInt(Integer::intValue)
                        .toArray();
    }

    /**
     * The code book whose code i is {@code levels[i]}: ascending, finite, 2 to 256, one of them 0.
     */
    public static CodeBook of(float... levels) {
        boolean ascending =
                IntStream.range(1, levels.length).allMatch(i -> levels[i - 1] < levels[i]);
        boolean zero = IntStream.range(0, levels.length).anyMatch(i -> levels[i] == 0);
        if (levels.length < 2
                || levels.length > 256
                || !ascending
                || !zero
                || Float.isInfinite(levels[0])
                || Float.isInfinite(levels[levels.length - 1])) {
            throw new IllegalArgumentException(
                    "levels must be 2 to 256 finite numbers in ascending order with a zero; levels="
                            + Arrays.toString(levels));
        }
        int size = Integer.highestOneBit(levels.length - 1) << 1;
        float[] values = new float[size];
        Arrays.fill(values, Float.NaN);
        for (int code = 0; code < levels.length; code++) {
            values[code] = levels[code] + 0f; // no negative zero
        }
        return new CodeBook(values);
    }

    /**
     * Zero and the powers of two up to 1, both signs: multiplying is shifting.
     *
     * @param bits 2 to 8: a sign, and from 1 on the exponent, counted up to 2^0
     */
    public static CodeBook powersOfTwo(int bits) {
        if (bits < 2 || bits > 8) {
            throw new IllegalArgumentException("bits must be 2 to 8; bits=" + bits);
        }
        int half = 1 << (bits - 1);
        float[] values = new float[2 * half];
        for (int code = 1; code < half; code++) {
            values[code] = Math.scalb(1f, code - half + 1);
            values[half + code] = -values[code];
        }
        values[half] = -0f;
        return new CodeBook(values);
    }

    /** Bits of a code. */
    public int bits() {
        return bits;
    }

    /** The real number of a code before scaling: NaN and infinities where the format has them. */
    public float value(int code) {
        if (code < 0 || code >= values.length) {
            throw new IllegalArgumentException(
                    "code must have at most " + bits + " bits; code=" + code);
        }
        return values[code];
    }

    /** All levels, ascending. */
    public float[] levels() {
        float[] levels = new float[codes.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = values[codes[i]];
        }
        return levels;
    }

    /** The largest magnitude of a level. */
    public float largest() {
        return Math.max(-values[codes[0]], values[codes[codes.length - 1]]);
    }

    /** The definition, equation (18): the code of the level nearest to {@code value}. */
    public int nearest(float value) {
        if (Float.isNaN(value)) {
            return codeOfNan();
        }
        int last = codes.length - 1;
        float inside = Math.min(Math.max(value, values[codes[0]]), values[codes[last]]);
        BigDecimal exact = new BigDecimal(inside);
        int best = codes[0];
        BigDecimal smallest = exact.subtract(new BigDecimal(values[best])).abs();
        for (int code : codes) {
            BigDecimal distance = exact.subtract(new BigDecimal(values[code])).abs();
            int order = distance.compareTo(smallest);
            if (order < 0 || (order == 0 && code % 2 == 0)) {
                best = code;
                smallest = distance;
            }
        }
        return best;
    }

    /** Of the codes in the lower half, which are positive, the last that is NaN. */
    int codeOfNan() {
        for (int code = values.length / 2 - 1; code > 0; code--) {
            if (Float.isNaN(values[code])) {
                return code;
            }
        }
        return nearest(0f);
    }

    /** Codes in ascending order of their levels. */
    byte[] orderedCodes() {
        byte[] ordered = new byte[codes.length];
        for (int i = 0; i < ordered.length; i++) {
            ordered[i] = (byte) codes[i];
        }
        return ordered;
    }

    /** For each level but the last the largest float that has its code. */
    float[] thresholds() {
        float[] thresholds = new float[codes.length - 1];
        for (int i = 0; i < thresholds.length; i++) {
            BigDecimal sum =
                    new BigDecimal(values[codes[i]]).add(new BigDecimal(values[codes[i + 1]]));
            BigDecimal middle = sum.divide(BigDecimal.valueOf(2)); // exact: twos divide tens
            float threshold = Math.nextUp(middle.floatValue());
            while (new BigDecimal(threshold).compareTo(middle) > 0) {
                threshold = Math.nextDown(threshold);
            }
            boolean tie = new BigDecimal(threshold).compareTo(middle) == 0;
            thresholds[i] = tie && codes[i] % 2 != 0 ? Math.nextDown(threshold) : threshold;
        }
        return thresholds;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CodeBook that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return bits + "-bit code book " + Arrays.toString(levels());
    }
}
