package dev.vernier.numeric;

/**
 * How far a value inside the range can be from its grid point, equation (9) with the rounding of
 * float32 counted: |x - x̂| ≤ s/2 + 2^-23 (|x| + s).
 *
 * <p>Half a step is what rounding to an integer costs; the rest covers the float32 quotient and
 * product and the rounding of the stored scale. At 8 bits it adds 0.006 % to the bound, at 16 bits
 * 1.6 %. Values must be finite and grid points must not overflow.
 */
public final class ErrorBound {

    private ErrorBound() {}

    /** The largest |x - x̂| that a grid of this scale may show at {@code value}. */
    public static double of(float scale, float value) {
        return 0.5 * scale + 0x1p-23 * (Math.abs((double) value) + scale);
    }
}
