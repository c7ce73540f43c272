package dev.vernier.kernel;

/**
 * Finds the code of the nearest level, and the level of a code, by tables.
 *
 * <p>Element i of a run uses {@code scales[first + i * step]}: step 0 shares one scale. The search
 * takes as many steps as a code has bits, without branches that depend on the data.
 */
public final class CodeBookKernel {

    private CodeBookKernel() {}

    /**
     * Replaces values by codes.
     *
     * @param thresholds 2^k - 1 in ascending order, filled up with +∞: a value above the i-th and
     *     not above the next has the code {@code codeOf[i + 1]}
     * @param codeOf codes in ascending order of their levels
     */
    public static void quantize(
            float[] values,
            int from,
            byte[] codes,
            int to,
            int length,
            float[] scales,
            int first,
            int step,
            float[] thresholds,
            byte[] codeOf,
            byte codeOfNan) {
        int widest = (thresholds.length + 1) / 2;
        for (int i = 0; i < length; i++) {
            float value = values[from + i] / scales[first + i * step];
            int above = 0;
            for (int half = widest; half > 0; half >>= 1) {
                above += thresholds[above + half - 1] < value ? half : 0;
            }
            codes[to + i] = Float.isNaN(value) ? codeOfNan : codeOf[above];
        }
    }

    /** Replaces codes by values; {@code levels} has one for every byte without sign. */
    public static void dequantize(
            byte[] codes,
            int from,
            float[] values,
            int to,
            int length,
            float[] scales,
            int first,
            int step,
            float[] levels) {
        for (int i = 0; i < length; i++) {
            values[to + i] = levels[codes[from + i] & 0xFF] * scales[first + i * step];
        }
    }
}
