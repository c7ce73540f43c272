package dev.vernier.numeric;

import java.util.Arrays;

/**
 * Fits the levels of a code book to a histogram so that the expected squared error is least,
 * equation (20): each level is the mean of the values nearest to it, each border half-way between
 * levels.
 *
 * <p>Lloyd's iteration from equal shares of the values, until no level moves as a float or 200
 * rounds have passed; no round raises the error. One level stays at zero, so that zero is exact:
 * the one that starts nearest to it. A level without values stays where it is.
 *
 * <p>Deterministic: sums run in the order of the bins, in double. Time: rounds times bins.
 *
 * <p>Source: S. P. Lloyd, Least squares quantization in PCM, IEEE Transactions on Information
 * Theory 28 (1982); J. Max, Quantizing for minimum distortion, IRE Transactions on Information
 * Theory 6 (1960).
 */
public final class LloydMax {

    private static final int ROUNDS = 200;

    private final double[] centres;
    private final long[] counts;

    private LloydMax(double[] centres, long[] counts) {
        this.centres = centres;
        this.counts = counts;
    }

    /**
     * Fits {@code most} levels, fewer where fewer bins are filled; without values other than zero 0
     * and 1.
     *
     * @param centres of the bins, finite and ascending
     * @param counts of the values in each bin, not negative
     * @param most 2 to 256
     */
    public static CodeBook fit(double[] centres, long[] counts, int most) {
        if (most < 2 || most > 256) {
            throw new IllegalArgumentException("levels must be 2 to 256; levels=" + most);
        }
        if (centres.length != counts.length) {
            throw new IllegalArgumentException(
                    "bins must have a centre and a count each; centres="
                            + centres.length
                            + ", counts="
                            + counts.length);
        }
        for (int i = 0; i < centres.length; i++) {
            boolean ascending = i == 0 || centres[i - 1] < centres[i];
            if (!ascending || !(Math.abs(centres[i]) <= Float.MAX_VALUE) || counts[i] < 0) {
                throw new IllegalArgumentException(
                        "bins must have ascending finite centres and no negative count; bin="
                                + i
                                + ", centre="
                                + centres[i]
                                + ", count="
                                + counts[i]);
            }
        }
        return new LloydMax(centres, counts).fit(most);
    }

    private CodeBook fit(int most) {
        double[] levels = start(most);
        int zero = nearestToZero(levels);
        levels[zero] = 0;
        Arrays.sort(levels);
        zero = Arrays.binarySearch(levels, 0.0);
        boolean moved = true;
        for (int round = 0; round < ROUNDS && moved; round++) {
            moved = improve(levels, zero);
        }
        return CodeBook.of(distinctFloats(levels));
    }

    /** The value in the middle of each of {@code count} equal shares. */
    private double[] start(int count) {
        long total = Arrays.stream(counts).sum();
        double[] levels = new double[count];
        long before = 0;
        int bin = 0;
        for (int i = 0; i < count; i++) {
            double rank = total * (i + 0.5) / count;
            while (bin < counts.length - 1 && before + counts[bin] <= rank) {
                before += counts[bin++];
            }
            levels[i] = total == 0 ? 0 : centres[bin];
        }
        return levels;
    }

    private static int nearestToZero(double... levels) {
        int nearest = 0;
        for (int i = 1; i < levels.length; i++) {
            if (Math.abs(levels[i]) < Math.abs(levels[nearest])) {
                nearest = i;
            }
        }
        return nearest;
    }

    /** One round: every level but zero to the mean of its bins. Says whether a float changed. */
    private boolean improve(double[] levels, int zero) {
        boolean moved = false;
        double[] before = levels.clone();
        int bin = 0;
        for (int i = 0; i < levels.length; i++) {
            double border =
                    i == levels.length - 1
                            ? Double.POSITIVE_INFINITY
                            : (before[i] + before[i + 1]) / 2;
            double sum = 0;
            long count = 0;
            for (; bin < centres.length && centres[bin] <= border; bin++) {
                sum += centres[bin] * counts[bin];
                count += counts[bin];
            }
            if (i != zero && count > 0) {
                levels[i] = sum / count;
                moved |= (float) levels[i] != (float) before[i];
            }
        }
        return moved;
    }

    /** Without duplicates; where only zero is left, 1 beside it. */
    private static float[] distinctFloats(double... levels) {
        float[] distinct = new float[levels.length];
        int count = 0;
        for (double level : levels) {
            float value = (float) level;
            if (count == 0 || distinct[count - 1] < value) {
                distinct[count++] = value;
            }
        }
        return count == 1 ? new float[] {0f, 1f} : Arrays.copyOf(distinct, count);
    }
}
