package dev.vernier.numeric;

import dev.vernier.kernel.ErrorKernel;
import java.util.Objects;

/**
 * Collects the sums of equation (12) over any number of pairs of tensors.
 *
 * <p>Each tensor is cut into blocks of 1,024 elements from its start; a block is summed in double
 * from first to last, the blocks are added exactly. So the result depends on the tensors only, not
 * on their order, nor on threads, nor on how accumulators were merged.
 *
 * <p>NaN and infinities are refused, with their index. Not thread-safe: one instance a thread, then
 * {@link #merge}. About 1 ns an element.
 */
public final class ErrorAccumulator {

    static final int BLOCK = 1024;

    private final ExactSum referenceSquared = new ExactSum();
    private final ExactSum actualSquared = new ExactSum();
    private final ExactSum product = new ExactSum();
    private final ExactSum errorSquared = new ExactSum();
    private double largestError;
    private long count;

    /** Has seen nothing. */
    public ErrorAccumulator() {}

    /** Compares {@code actual} with {@code reference}, element by element. */
    public void add(float[] reference, float[] actual) {
        if (reference.length != actual.length) {
            throw new IllegalArgumentException(
                    "compared tensors must have as many elements; reference="
                            + reference.length
                            + ", actual="
                            + actual.length);
        }
        add(reference, 0, actual, 0, reference.length);
    }

    /**
     * Compares {@code actual} with {@code reference}, and takes it for lost if it is farther from
     * it than nothing would be: Σ (x - x̂)² > Σ x² counts as x̂ = 0. One tensor that went on where
     * the other ended does not decide of all.
     */
    public void addAtMostLost(float[] reference, float[] actual) {
        ErrorAccumulator own = new ErrorAccumulator();
        own.add(reference, actual);
        if (own.errorSquared.doubleValue() > own.referenceSquared.doubleValue()) {
            add(reference, new float[actual.length]);
        } else {
            merge(own);
        }
    }

    /** Compares {@code length} elements, which count as a tensor of their own. */
    public void add(float[] reference, int from, float[] actual, int at, int length) {
        Objects.checkFromIndexSize(from, length, reference.length);
        Objects.checkFromIndexSize(at, length, actual.length);
        double[] sums = new double[ErrorKernel.LARGEST_ERROR + 1];
        for (int done = 0; done < length; done += BLOCK) {
            int n = Math.min(BLOCK, length - done);
            ErrorKernel.sum(reference, from + done, actual, at + done, n, sums);
            if (!Double.isFinite(sums[ErrorKernel.ERROR_SQUARED])) {
                throw notFinite(reference, from + done, actual, at + done, done);
            }
            referenceSquared.add(sums[ErrorKernel.REFERENCE_SQUARED]);
            actualSquared.add(sums[ErrorKernel.ACTUAL_SQUARED]);
            product.add(sums[ErrorKernel.PRODUCT]);
            errorSquared.add(sums[ErrorKernel.ERROR_SQUARED]);
            largestError = Math.max(largestError, sums[ErrorKernel.LARGEST_ERROR]);
        }
        count += length;
    }

    public void merge(ErrorAccumulator other) {
        referenceSquared.merge(other.referenceSquared);
        actualSquared.merge(other.actualSquared);
        product.merge(other.product);
        errorSquared.merge(other.errorSquared);
        largestError = Math.max(largestError, other.largestError);
        count += other.count;
    }

    /** What was seen until now. */
    public ErrorMeasures measures() {
        return new ErrorMeasures(
                count,
                referenceSquared.doubleValue(),
                actualSquared.doubleValue(),
                product.doubleValue(),
                errorSquared.doubleValue(),
                largestError);
    }

    private static IllegalArgumentException notFinite(
            float[] reference, int from, float[] actual, int at, int done) {
        int i = 0;
        while (Float.isFinite(reference[from + i]) && Float.isFinite(actual[at + i])) {
            i++;
        }
        return new IllegalArgumentException(
                "compared values must be finite; index="
                        + (done + i)
                        + ", reference="
                        + reference[from + i]
                        + ", actual="
                        + actual[at + i]);
    }
}
