package dev.vernier.calibrator;

import dev.vernier.numeric.CodeBook;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.Range;
import dev.vernier.statistics.TensorStatistics;

/**
 * Minimises the information lost by merging values into levels, equation (14): the Kullback-Leibler
 * divergence KL(P‖Q) of the clipped distribution P and its merged form Q.
 *
 * <p>Every candidate end T clips at ±T and divides what is left into equal bins: magnitudes into
 * {@link #BINS_PER_SIDE} (symmetric), values between what is left of the two ends into twice as
 * many (affine). P counts in them, with the tail added to the last, and Q is P without the tail
 * merged into 2^(b-1) or 2^b levels and spread back over P's non-empty bins. Merged with the tail,
 * as some read (14), Q would forgive clipping. Zeros are left out: every grid has zero. Every end
 * of a bin from the median magnitude up is tried, or shown to be worse by a bound that costs
 * little: the divergence falls in many valleys where values are few.
 *
 * <p>Above 8 bits a level is narrower than what the histogram resolves, nothing but the tail would
 * count, and the range is that of {@link MinMax}. Cost: 1 to 5 ms a tensor. Source: S. Migacz,
 * 8-bit Inference with TensorRT, 2017.
 */
public record Entropy() implements Calibrator {

    /** Four to a level at 8 bits: in the upper half of the range one bin of the histogram. */
    static final int BINS_PER_SIDE = 512;

    private static final int MAX_BITS = 8;

    @Override
    public String name() {
        return "entropy";
    }

    @Override
    public Range range(TensorStatistics statistics, LinearScheme scheme) {
        Range whole = new MinMax().range(statistics, scheme);
        Magnitudes both = Magnitudes.both(statistics);
        if (scheme.type().bits() > MAX_BITS || both.isEmpty()) {
            return whole;
        }
        double end = end(both, divergence(statistics, scheme));
        return new Range((float) Math.max(whole.min(), -end), (float) Math.min(whole.max(), end));
    }

    @Override
    public Range range(TensorStatistics statistics, CodeBook book) {
        Magnitudes both = Magnitudes.both(statistics);
        if (both.isEmpty()) {
            return new MinMax().range(statistics, book);
        }
        float end = (float) end(both, Divergence.ofBook(statistics, book));
        return new Range(-end, end);
    }

    /** Of the upper ends of the bins, from the largest down to the median, the best. */
    private static double end(Magnitudes both, Divergence divergence) {
        double median = both.quantile((both.count() + 1) / 2);
        double best = both.largest();
        double least = divergence.of(best);
        for (int bin = both.bins() - 2; bin >= 0 && both.upper(bin) >= median; bin--) {
            double end = both.upper(bin);
            if (divergence.floor(end) < least) {
                double loss = divergence.of(end);
                if (loss < least) {
                    least = loss;
                    best = end;
                }
            }
        }
        return best;
    }

    /** What to minimise, for a scheme of at most 8 bits. */
    static Divergence divergence(TensorStatistics statistics, LinearScheme scheme) {
        int levels = 1 << (scheme.type().bits() - 1);
        return scheme.isSymmetric()
                ? Divergence.ofMagnitudes(statistics, levels)
                : Divergence.ofValues(statistics, 2 * levels);
    }
}
