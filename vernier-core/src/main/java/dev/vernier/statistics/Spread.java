package dev.vernier.statistics;

import java.util.Map;
import java.util.TreeMap;

/**
 * Where the values of one tensor lie: quantiles and the typical magnitude, to 0.4 %.
 *
 * <p>Immutable. Cost: one walk over the bins a call.
 *
 * @param tensor with at least one finite value
 */
public record Spread(TensorStatistics tensor) {

    public Spread {
        if (tensor.extremes().isEmpty()) {
            throw new IllegalArgumentException("tensor must have a finite value; count=0");
        }
    }

    private Extremes ends() {
        return tensor.extremes().orElseThrow();
    }

    /**
     * The value that a share of all values does not exceed, as the edge of its bin next to zero.
     *
     * @param share from 0, the smallest value, to 1, the largest
     */
    public float quantile(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be from 0 to 1; share=" + share);
        }
        BinadeHistogram values = tensor.values();
        long wanted = Math.max(1, (long) Math.ceil(share * values.total()));
        int i = 0;
        long seen = values.countAt(0);
        while (seen < wanted) {
            seen += values.countAt(++i);
        }
        float edge = BinadeHistogram.innerEdge(values.binAt(i)) + 0f;
        return Math.min(Math.max(edge, ends().min()), ends().max());
    }

    /** The largest magnitude. */
    public float largestMagnitude() {
        return Math.max(-ends().min(), ends().max());
    }

    /** The median of the magnitudes above zero, 0 if there is none. */
    public float medianMagnitude() {
        BinadeHistogram values = tensor.values();
        Map<Integer, Long> magnitudes = new TreeMap<>();
        long counted = 0;
        for (int i = 0; i < values.size(); i++) {
            int bin = values.binAt(i) >= 0 ? values.binAt(i) : -1 - values.binAt(i);
            if (bin > 0) {
                magnitudes.merge(bin, values.countAt(i), Long::sum);
                counted += values.countAt(i);
            }
        }
        long seen = 0;
        for (Map.Entry<Integer, Long> magnitude : magnitudes.entrySet()) {
            seen += magnitude.getValue();
            if (2 * seen >= counted) {
                return BinadeHistogram.innerEdge(magnitude.getKey());
            }
        }
        return 0;
    }
}
