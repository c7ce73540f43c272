package dev.vernier.cli.bench;

import java.util.Arrays;
import java.util.Collection;

/** Durations of runs, in nanoseconds, sorted. */
public final class Times {

    private static final double MILLI = 1e6;
    private static final double SECOND = 1e9;

    private final long[] sorted;

    /** At least one. */
    public Times(Collection<Long> nanos) {
        if (nanos.isEmpty()) {
            throw new IllegalArgumentException("times must be at least one; times=0");
        }
        sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    public int runs() {
        return sorted.length;
    }

    /**
     * The smallest duration that at least this share of the runs kept, in milliseconds.
     *
     * @param share over 0, at most 1
     */
    public double percentileMillis(double share) {
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(rank, 1) - 1] / MILLI;
    }

    /** Runs in a second, one after another. */
    public double perSecond() {
        return sorted.length * SECOND / Math.max(1, Arrays.stream(sorted).sum());
    }
}
