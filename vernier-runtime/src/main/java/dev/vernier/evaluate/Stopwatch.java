package dev.vernier.evaluate;

import java.util.Arrays;

/** Times of many runs, and their median. Not thread-safe. */
final class Stopwatch {

    private long[] nanos = new long[64];
    private int runs;

    void add(long elapsedNanos) {
        if (runs == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * runs);
        }
        nanos[runs++] = elapsedNanos;
    }

    /** The median in milliseconds; 0 without runs. */
    double medianMillis() {
        if (runs == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(nanos, runs);
        Arrays.sort(sorted);
        return (sorted[(runs - 1) / 2] + sorted[runs / 2]) / 2e6;
    }
}
