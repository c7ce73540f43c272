package dev.vernier.numeric;

/**
 * The interval [{@code min}, {@code max}] of real values that a grid has to represent.
 *
 * <p>It always contains zero, equation (1): padding and ReLU put exact zeros into tensors, and a
 * zero point can only exist for a value inside the range.
 *
 * <p>Both ends are finite; NaN and infinities are refused. A range may be empty of width ([0, 0]);
 * the scheme decides what that means. A negative zero becomes zero, so that equal ranges are equal.
 *
 * @param min at most zero
 * @param max at least zero
 */
public record Range(float min, float max) {

    public static final Range ZERO = new Range(0f, 0f);

    public Range {
        boolean containsZero = min <= 0f && 0f <= max; // false for NaN
        if (!containsZero || Float.isInfinite(min) || Float.isInfinite(max)) {
            throw new IllegalArgumentException(
                    "range must be finite and contain zero; min=" + min + ", max=" + max);
        }
        min += 0f;
        max += 0f;
    }

    /** The smallest range that holds both ends and zero, equation (1). */
    public static Range of(float min, float max) {
        if (min > max) {
            throw new IllegalArgumentException(
                    "range must have min at most max; min=" + min + ", max=" + max);
        }
        return new Range(Math.min(min, 0f), Math.max(max, 0f));
    }

    /** [-a, a] with a = max(|min|, |max|), equation (6). */
    public Range symmetric() {
        return new Range(-largestMagnitude(), largestMagnitude());
    }

    /** max(|min|, |max|), the α of equation (6). */
    public float largestMagnitude() {
        return Math.max(-min, max);
    }

    /** The width max - min, in double: the float difference of two finite ends can overflow. */
    public double width() {
        return (double) max - min;
    }

    public boolean contains(float value) {
        return min <= value && value <= max;
    }

    public Range union(Range other) {
        return new Range(Math.min(min, other.min), Math.max(max, other.max));
    }
}
