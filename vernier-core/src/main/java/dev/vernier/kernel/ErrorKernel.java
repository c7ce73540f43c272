package dev.vernier.kernel;

/**
 * The sums behind the error measures, equation (12), over one short block in a fixed order.
 *
 * <p>NaN and infinities, in either array, show in the sums; callers refuse them before or after.
 */
public final class ErrorKernel {

    /** Indices into the sums. */
    public static final int REFERENCE_SQUARED = 0;

    public static final int ACTUAL_SQUARED = 1;
    public static final int PRODUCT = 2;
    public static final int ERROR_SQUARED = 3;
    public static final int LARGEST_ERROR = 4;

    private ErrorKernel() {}

    /** Overwrites {@code sums} with those of {@code length} elements, added from first to last. */
    public static void sum(
            float[] reference, int from, float[] actual, int at, int length, double[] sums) {
        double referenceSquared = 0;
        double actualSquared = 0;
        double product = 0;
        double errorSquared = 0;
        double largest = 0;
        for (int i = 0; i < length; i++) {
            double x = reference[from + i];
            double y = actual[at + i];
            double error = x - y;
            referenceSquared += x * x;
            actualSquared += y * y;
            product += x * y;
            errorSquared += error * error;
            largest = Math.max(largest, Math.abs(error));
        }
        sums[REFERENCE_SQUARED] = referenceSquared;
        sums[ACTUAL_SQUARED] = actualSquared;
        sums[PRODUCT] = product;
        sums[ERROR_SQUARED] = errorSquared;
        sums[LARGEST_ERROR] = largest;
    }
}
