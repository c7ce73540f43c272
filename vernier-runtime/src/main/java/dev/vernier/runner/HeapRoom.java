package dev.vernier.runner;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Room on the heap for the next large piece of work, such as a model in memory.
 *
 * <p>Each value that is looked at, each candidate and each layer leaves arrays behind, which a
 * collector without generations for them meets only once the heap has grown to what the machine
 * allows. A collection whenever half as much was left behind as was alive after the last one keeps
 * the heap near what is really needed, and costs little beside the work. Has no influence on
 * results. Safe for use by many threads.
 */
public final class HeapRoom {

    private static final long LEAST = 64L << 20;

    /** Bytes in use after the last collection that was asked for. */
    private static final AtomicLong ALIVE = new AtomicLong();

    /** Bytes given out outside of the heap since: what is left behind of them is freed with it. */
    private static final AtomicLong OUTSIDE = new AtomicLong();

    private HeapRoom() {}

    /** Memory outside of the heap for a large piece, freed with what is left behind. */
    static ByteBuffer outside(int size) {
        OUTSIDE.addAndGet(size);
        return ByteBuffer.allocateDirect(size);
    }

    /** Collects what is left behind, if that is much. */
    public static void make() {
        long alive = ALIVE.get();
        if (used() + OUTSIDE.get() - alive > Math.max(alive / 2, LEAST)) {
            System.gc();
            OUTSIDE.set(0);
            ALIVE.set(used());
        }
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
