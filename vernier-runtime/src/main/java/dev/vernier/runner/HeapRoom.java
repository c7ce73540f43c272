package dev.vernier.runner;

/**
 * Room on the heap for the next large piece of work, such as a model in memory.
 *
 * <p>Each value that is looked at, each candidate and each layer leaves arrays behind, which a
 * collector without generations for them meets only once the heap has grown to what the machine
 * allows. Asking for a collection while the heap is nearly full keeps it at what is really needed.
 * Has no influence on results.
 */
public final class HeapRoom {

    private static final long SMALL_HEAP = 320L << 20;
    private static final long NEEDED = 128L << 20;

    private HeapRoom() {}

    /** Collects what is left behind, if the heap would have to grow otherwise. */
    public static void make() {
        Runtime runtime = Runtime.getRuntime();
        if (runtime.totalMemory() > SMALL_HEAP && runtime.freeMemory() < NEEDED) {
            System.gc();
        }
    }
}
