package dev.vernier.numeric;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Spearman's rank correlation: how far two lists agree in order, whatever their units.
 *
 * <p>Pearson's correlation of the ranks; equal values share the mean of their ranks. 1 for the same
 * order, -1 for the reverse, 0 where one side has a single value only. NaN is refused. Source:
 * Spearman, The proof and measurement of association between two things, 1904.
 */
public final class RankCorrelation {

    private RankCorrelation() {}

    /**
     * The correlation of two lists of equal length.
     *
     * @throws IllegalArgumentException if lengths differ or a value is NaN
     */
    public static double spearman(double[] left, double[] right) {
        if (left.length != right.length) {
            throw new IllegalArgumentException(
                    "both lists must have as many values; left="
                            + left.length
                            + ", right="
                            + right.length);
        }
        double[] a = ranks(left);
        double[] b = ranks(right);
        double mean = (left.length + 1) / 2.0;
        double product = 0;
        double leftSquared = 0;
        double rightSquared = 0;
        for (int i = 0; i < a.length; i++) {
            double x = a[i] - mean;
            double y = b[i] - mean;
            product += x * y;
            leftSquared += x * x;
            rightSquared += y * y;
        }
        boolean flat = leftSquared == 0 || rightSquared == 0;
        return flat ? 0 : product / (Math.sqrt(leftSquared) * Math.sqrt(rightSquared));
    }

    /** Ranks from 1; equal values share the mean of theirs. */
    static double[] ranks(double[] values) {
        Integer[] order = new Integer[values.length];
        for (int i = 0; i < order.length; i++) {
            if (Double.isNaN(values[i])) {
                throw new IllegalArgumentException("value must be a number; index=" + i);
            }
            order[i] = i;
        }
        Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
        double[] ranks = new double[values.length];
        for (int from = 0; from < order.length; ) {
            int to = from + 1;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[order[i]] = (from + 1 + to) / 2.0;
            }
            from = to;
        }
        return ranks;
    }
}
