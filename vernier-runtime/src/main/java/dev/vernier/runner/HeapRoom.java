package dev.vernier.runner;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Room on the heap for the next large piece of work, such as a model in memory.
 *
 * <p>Each value that is looked at, each candidate and each layer leaves arrays behind, which a
 * collector without generations for them meets only once the heap has grown to what the machine
 * allows. A collection whenever as much was left behind as was alive after the last one keeps the
 * heap at twice what is really needed, and costs little beside the work. Has no influence on
 * results. Safe for use by many threads.
 */
public final class HeapRoom {

    private static final long LEAST = 64L << 20;

    /** Bytes in use after the last collection that was asked for. */
    private static final AtomicLong ALIVE = new AtomicLong();

    private HeapRoom() {}

    /** Collects what is left behind, if that is much. */
    public static void make() {
        long alive = ALIVE.get();
        if (used() - alive > Math.max(alive, LEAST)) {
            System.gc();
            ALIVE.set(used());
        }
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
