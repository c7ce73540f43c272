package dev.vernier.improve;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Runs samples at the same time: as many as there are processors, but no more than memory is meant
 * for. The first runs alone, to see how much one takes. Has no influence on results. Thread-safe.
 */
final class Together {

    private static final long MOST_BYTES = 512L << 20;

    private final AtomicLong largest = new AtomicLong();

    /** A sample took so much. */
    void saw(long bytes) {
        largest.accumulateAndGet(bytes, Math::max);
    }

    /** The results for 0 to {@code number} - 1, in order. */
    <T> List<T> forEach(int number, IntFunction<T> run) {
        List<T> results = new ArrayList<>();
        while (results.size() < number) {
            int from = results.size();
            int more = Math.min(number - from, atOnce());
            results.addAll(IntStream.range(from, from + more).parallel().mapToObj(run).toList());
        }
        return results;
    }

    /** Without a limit there is no need to wait for the slowest of some. */
    private int atOnce() {
        long seen = largest.get();
        long fitting = seen == 0 ? 1 : Math.max(1, MOST_BYTES / seen);
        int workers = ForkJoinPool.getCommonPoolParallelism() + 1;
        return fitting >= workers ? Integer.MAX_VALUE : (int) fitting;
    }
}
