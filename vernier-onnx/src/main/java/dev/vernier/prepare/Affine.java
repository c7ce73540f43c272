package dev.vernier.prepare;

import java.util.function.IntToDoubleFunction;

/**
 * A factor and a shift for every channel: {@code y[c] = factor[c] x[c] + shift[c]}.
 *
 * <p>In double, because folding multiplies constants that were each rounded to float. Immutable.
 */
final class Affine {

    private final double[] factors;
    private final double[] shifts;

    private Affine(double[] factors, double[] shifts) {
        this.factors = factors;
        this.shifts = shifts;
    }

    static Affine of(int channels, IntToDoubleFunction factor, IntToDoubleFunction shift) {
        double[] factors = new double[channels];
        double[] shifts = new double[channels];
        for (int c = 0; c < channels; c++) {
            factors[c] = factor.applyAsDouble(c);
            shifts[c] = shift.applyAsDouble(c);
        }
        return new Affine(factors, shifts);
    }

    double factor(int channel) {
        return factors[channel];
    }

    double shift(int channel) {
        return shifts[channel];
    }

    /** Whether it adds nothing anywhere. */
    boolean isScaling() {
        for (double shift : shifts) {
            if (shift != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether it multiplies by one everywhere. */
    boolean isShift() {
        for (double factor : factors) {
            if (factor != 1) {
                return false;
            }
        }
        return true;
    }
}
