package dev.vernier.statistics;

import java.util.Optional;

/**
 * The extremes of one sample while its values arrive.
 *
 * <p>The bins of the extremes are always known. The exact extremes are needed only where they could
 * move those of the tensor, so they are kept only for values whose bin is not inside the bins of
 * the tensor's extremes. Bin -1 holds -0.0, which is 0.0 as an extreme and belongs to bin 0, so
 * there too the exact value decides. Not thread-safe.
 */
final class OpenSample {

    private final String name;
    private final Optional<Extremes> known;
    private final int knownMinBin;
    private final int knownMaxBin;

    private int minBin = Integer.MAX_VALUE;
    private int maxBin = Integer.MIN_VALUE;
    private float min = Float.POSITIVE_INFINITY;
    private float max = Float.NEGATIVE_INFINITY;

    /**
     * @param known the tensor's extremes before this sample
     */
    OpenSample(String name, Optional<Extremes> known) {
        this.name = name;
        this.known = known;
        this.knownMinBin = known.map(e -> BinadeHistogram.bin(e.min())).orElse(Integer.MAX_VALUE);
        this.knownMaxBin = known.map(e -> BinadeHistogram.bin(e.max())).orElse(Integer.MIN_VALUE);
    }

    String name() {
        return name;
    }

    boolean isEmpty() {
        return minBin == Integer.MAX_VALUE;
    }

    int minBin() {
        return minBin;
    }

    int maxBin() {
        return maxBin;
    }

    /** Adds an array by its extremes, whose exact values are asked for only where they matter. */
    void include(ArrayExtremes array) {
        if (needsExact(array.lowestBin(), array.highestBin())) {
            include(array.min(), array.max());
        } else {
            includeBins(array.lowestBin(), array.highestBin());
        }
    }

    private boolean needsExact(int lowestBin, int highestBin) {
        return (lowestBin <= knownMinBin && !isMinSettled(lowestBin))
                || highestBin >= knownMaxBin
                || lowestBin == -1
                || highestBin == -1;
    }

    /** After a ReLU: nothing in the bin is below the known minimum, and the name stays. */
    private boolean isMinSettled(int lowestBin) {
        return lowestBin >= 0
                && known.isPresent()
                && known.get().min() == BinadeHistogram.innerEdge(lowestBin)
                && known.get().minSample().compareTo(name) <= 0;
    }

    void include(float lowest, float highest) {
        min = Math.min(min, lowest + 0f); // -0.0 becomes 0.0
        max = Math.max(max, highest + 0f);
        includeBins(BinadeHistogram.bin(lowest + 0f), BinadeHistogram.bin(highest + 0f));
    }

    private void includeBins(int lowestBin, int highestBin) {
        minBin = Math.min(minBin, lowestBin);
        maxBin = Math.max(maxBin, highestBin);
    }

    /** The tensor's extremes with this sample, which is not empty. */
    Extremes extremes() {
        if (known.isEmpty()) {
            return new Extremes(min, name, max, name);
        }
        // An extreme whose exact value did not matter leaves the one before.
        Extremes before = known.get();
        boolean minMatters = minBin <= knownMinBin && isExact(min, minBin);
        boolean maxMatters = maxBin >= knownMaxBin && isExact(max, maxBin);
        return before.merge(
                new Extremes(
                        minMatters ? min : before.min(),
                        minMatters ? name : before.minSample(),
                        maxMatters ? max : before.max(),
                        maxMatters ? name : before.maxSample()));
    }

    private static boolean isExact(float extreme, int bin) {
        return Float.isFinite(extreme) && BinadeHistogram.bin(extreme) == bin;
    }
}
