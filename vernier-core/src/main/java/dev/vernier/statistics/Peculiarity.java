package dev.vernier.statistics;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a person should look at before ranges are taken from a tensor's values. */
public enum Peculiarity {
    /** Nothing but zeros, or values too small to be a scale: it is stored as zeros. */
    DEAD("dead-tensor", "always zero"),
    /** One value throughout. */
    CONSTANT("constant-tensor", "always the same value"),
    /** The largest magnitude is beyond a million medians: 8 bits leave nothing for the others. */
    OUTLIERS("range-outlier", "largest magnitude beyond a million times the median"),
    /** One sample sets the end of the range far beyond those of all others. */
    LONE_EXTREME("lone-extreme", "one sample reaches far beyond all others");

    private static final double FAR_FROM_MEDIAN = 1e6;
    private static final double FAR_FROM_OTHERS = 4;
    private static final int ENOUGH_SAMPLES = 8;

    private final String id;
    private final String sentence;

    Peculiarity(String id, String sentence) {
        this.id = id;
        this.sentence = sentence;
    }

    /** The stable identifier, in lower case with hyphens. */
    public String id() {
        return id;
    }

    /** What it means, to follow "it is" or a colon. */
    public String sentence() {
        return sentence;
    }

    /** Those of a tensor; none if it has no finite value. */
    public static Set<Peculiarity> of(TensorStatistics tensor) {
        Set<Peculiarity> found = EnumSet.noneOf(Peculiarity.class);
        if (tensor.extremes().isEmpty()) {
            return found;
        }
        Extremes ends = tensor.extremes().get();
        Spread spread = new Spread(tensor);
        float largest = spread.largestMagnitude();
        if (largest < Float.MIN_NORMAL) {
            found.add(DEAD);
        } else if (ends.min() == ends.max()) {
            found.add(CONSTANT);
        } else {
            if (largest > FAR_FROM_MEDIAN * spread.medianMagnitude()) {
                found.add(OUTLIERS);
            }
            if (isMaxAlone(tensor) || isMinAlone(tensor)) {
                found.add(LONE_EXTREME);
            }
        }
        return Collections.unmodifiableSet(found);
    }

    /** Whether one sample alone sets the upper end, and that end decides the range. */
    public static boolean isMaxAlone(TensorStatistics tensor) {
        BinadeHistogram maxima = tensor.sampleMaxima();
        int top = maxima.size() - 1;
        return isEnough(tensor)
                && top > 0
                && maxima.countAt(top) == 1
                && isFar(tensor.extremes().orElseThrow().max(), maxima.binAt(top - 1), tensor);
    }

    /** Whether one sample alone sets the lower end, and that end decides the range. */
    public static boolean isMinAlone(TensorStatistics tensor) {
        BinadeHistogram minima = tensor.sampleMinima();
        return isEnough(tensor)
                && minima.size() > 1
                && minima.countAt(0) == 1
                && isFar(-tensor.extremes().orElseThrow().min(), -1 - minima.binAt(1), tensor);
    }

    private static boolean isEnough(TensorStatistics tensor) {
        return tensor.samples() >= ENOUGH_SAMPLES;
    }

    /** Both ends as seen from zero: a bin on the other side of zero counts as zero. */
    private static boolean isFar(float end, int nextBin, TensorStatistics tensor) {
        double next = nextBin >= 0 ? BinadeHistogram.outerEdge(nextBin) : 0;
        return 2 * end >= new Spread(tensor).largestMagnitude() && end > FAR_FROM_OTHERS * next;
    }
}
