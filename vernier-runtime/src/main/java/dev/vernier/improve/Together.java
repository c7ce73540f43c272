package dev.vernier.improve;

import dev.vernier.runner.RunsAtOnce;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Runs samples at the same time: as many as there are processors, but no more than {@link
 * RunsAtOnce} allows. Has no influence on results. Thread-safe.
 */
final class Together {

    private final RunsAtOnce runs = new RunsAtOnce();

    /** A sample took so much. */
    void saw(long bytes) {
        runs.saw(bytes);
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

    /** Whether there are processors for two, and memory for what was seen of one. */
    boolean takesTwo() {
        return workers() > 1 && runs.fitting() > 1;
    }

    /** Without a limit there is no need to wait for the slowest of some. */
    private int atOnce() {
        int fitting = runs.fitting();
        return fitting >= workers() ? Integer.MAX_VALUE : fitting;
    }

    private static int workers() {
        return ForkJoinPool.getCommonPoolParallelism() + 1;
    }
}
