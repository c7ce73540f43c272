package dev.vernier.numeric;

/**
 * A code book at a scale: x̂ = s · level, equation (19), and the code of x is that of the level
 * nearest to x / s, equation (18), both in float32.
 *
 * @param book the levels
 * @param scale s, finite and at least the smallest normal float
 */
public record CodeBookGrid(CodeBook book, float scale) implements Grid {

    public CodeBookGrid {
        QuantizationParameters.checkScale(scale);
    }

    /**
     * The grid whose outermost level is the largest magnitude of {@code range}; scale 1 for a range
     * without width or one that would need a scale below the smallest normal float.
     */
    public static CodeBookGrid covering(Range range, CodeBook book) {
        double scale = (double) range.largestMagnitude() / book.largest();
        if (scale < Float.MIN_NORMAL) {
            return new CodeBookGrid(book, 1f);
        }
        float stored = (float) Math.min(scale, Float.MAX_VALUE);
        boolean overflows = Float.isInfinite(stored * book.largest());
        return new CodeBookGrid(book, overflows ? Math.nextDown(stored) : stored);
    }

    @Override
    public int quantize(float value) {
        return book.nearest(value / scale);
    }

    @Override
    public float dequantize(int code) {
        return book.value(code) * scale;
    }
}
