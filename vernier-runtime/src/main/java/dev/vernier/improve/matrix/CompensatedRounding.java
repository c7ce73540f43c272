package dev.vernier.improve.matrix;

/**
 * Rounds the weights of a channel one after the other and lets those that are still to come make up
 * for each error.
 *
 * <p>Minimises (w - ŵ)ᵀ H (w - ŵ) with H the mean of x xᵀ over rows: the error of the layer's
 * output. A weight's error e is spread as -e U[k][j] / U[k][k], where Uᵀ U is the Cholesky form of
 * H⁻¹. Source: Frantar et al., "GPTQ: Accurate Post-Training Quantization for Generative
 * Pre-trained Transformers" (2022), after Hassibi and Stork, "Optimal Brain Surgeon" (1992). H is
 * damped by a hundredth of its mean diagonal, as there.
 *
 * <p>Immutable. Memory: two matrices of depth x depth doubles. Cost: depth² x rows / 2 to make, and
 * depth² / 2 for each channel.
 */
public final class CompensatedRounding {

    private static final double DAMPING = 0.01;

    private final int depth;
    private final double[] hessian;
    private final double[] upper;

    private CompensatedRounding(int depth, double[] hessian, double[] upper) {
        this.depth = depth;
        this.hessian = hessian;
        this.upper = upper;
    }

    /**
     * For weights that meet some columns of rows.
     *
     * @param importance how much each row counts; positive, their sum the number of rows
     * @param first the first column
     * @param depth how many
     */
    public static CompensatedRounding of(Rows rows, double[] importance, int first, int depth) {
        double[] hessian = secondMoments(rows, importance, first, depth);
        double trace = 0;
        for (int i = 0; i < depth; i++) {
            trace += hessian[i * depth + i];
        }
        double damping = trace > 0 ? DAMPING * trace / depth : 1;
        return new CompensatedRounding(
                depth, hessian, InverseCholesky.upper(hessian, damping, depth));
    }

    /** Mean of x xᵀ over the rows, both halves filled. */
    private static double[] secondMoments(Rows rows, double[] importance, int first, int depth) {
        double[] sums = new double[Math.multiplyExact(depth, depth)];
        for (int row = 0; row < rows.count(); row++) {
            int from = row * rows.columns() + first;
            for (int i = 0; i < depth; i++) {
                double value = importance[row] * rows.values()[from + i];
                int to = i * depth;
                for (int j = i; value != 0 && j < depth; j++) {
                    sums[to + j] += value * rows.values()[from + j];
                }
            }
        }
        for (int i = 0; i < depth; i++) {
            for (int j = i; j < depth; j++) {
                sums[i * depth + j] /= Math.max(1, rows.count());
                sums[j * depth + i] = sums[i * depth + j];
            }
        }
        return sums;
    }

    /**
     * Rounds a channel, or rounds to nearest where that has the smaller error.
     *
     * @param weights of all channels
     * @param from the first of this one
     * @param results receives codes times scale, at the same place
     */
    public void round(float[] weights, int from, float scale, int largestCode, float[] results) {
        double[] left = new double[depth];
        double[] nearest = new double[depth];
        double[] compensated = new double[depth];
        for (int i = 0; i < depth; i++) {
            left[i] = weights[from + i];
            nearest[i] = left[i] - onGrid(left[i], scale, largestCode);
        }
        for (int k = 0; k < depth; k++) {
            double rounded = onGrid(left[k], scale, largestCode);
            compensated[k] = weights[from + k] - rounded;
            results[from + k] = (float) rounded;
            double error = (left[k] - rounded) / upper[k * depth + k];
            for (int j = k + 1; j < depth; j++) {
                left[j] -= error * upper[k * depth + j];
            }
        }
        if (outputError(nearest) <= outputError(compensated)) {
            for (int i = 0; i < depth; i++) {
                results[from + i] = onGrid(weights[from + i], scale, largestCode);
            }
        }
    }

    /** eᵀ H e: the mean squared error of the output that errors of the weights cause. */
    public double outputError(double[] errors) {
        double[] product = new double[depth];
        double diagonal = 0;
        for (int i = 0; i < depth; i++) { // by rows, so that the loop inside has no running sum
            double error = errors[i];
            int row = i * depth;
            diagonal += error * error * hessian[row + i];
            for (int j = i + 1; j < depth; j++) {
                product[j] += error * hessian[row + j];
            }
        }
        double sum = 0;
        for (int i = 0; i < depth; i++) {
            sum += errors[i] * product[i];
        }
        return diagonal + 2 * sum; // H is symmetric
    }

    private static float onGrid(double value, float scale, int largestCode) {
        double code = Math.rint((float) value / scale);
        return (float) Math.max(-largestCode, Math.min(largestCode, code)) * scale;
    }
}
