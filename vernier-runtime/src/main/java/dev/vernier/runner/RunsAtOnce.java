package dev.vernier.runner;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many runs of a model fit into the memory that is meant for their values: 512 MB.
 *
 * <p>The first runs alone, to see how much one takes; where one takes more than all may, each runs
 * alone. Safe for use by many threads.
 */
public final class RunsAtOnce {

    private static final long MOST_BYTES = 512L << 20;

    private final AtomicLong largest = new AtomicLong();

    /** A run took so much. */
    public void saw(long bytes) {
        largest.accumulateAndGet(Math.max(1, bytes), Math::max);
    }

    /** At least 1. */
    public int fitting() {
        long seen = largest.get();
        return seen == 0 ? 1 : (int) Math.max(1, Math.min(Integer.MAX_VALUE, MOST_BYTES / seen));
    }
}
