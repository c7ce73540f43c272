package dev.vernier.benchmarks;

import dev.vernier.collect.CollectionOptions;
import dev.vernier.collect.Collector;
import dev.vernier.data.Sample;
import dev.vernier.data.Samples;
import dev.vernier.runner.Runner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What statistics cost: collecting them beside running the same watched session on the same samples
 * with its outputs discarded.
 *
 * <p>Samples are decoded before. Both sides take turns, with one thread and with two, until each
 * ran {@value #MEASURED} samples; the fastest round of each counts. Arguments: MODEL, then DATA and
 * PREPROCESSING of images, or TEXT and TOKENIZER; then how many samples.
 */
public final class CollectionCost {

    /** Samples run by each side before any counts: until then the compiler shares the cores. */
    private static final int WARMUP = 384;

    private static final int MEASURED = 1280;

    private final WatchedModel model;
    private final List<Sample> samples;

    private CollectionCost(WatchedModel model, List<Sample> samples) {
        this.model = model;
        this.samples = samples;
    }

    public static void main(String... arguments) throws IOException {
        if (arguments.length != 4) {
            System.err.println("arguments must be: MODEL DATA PREPROCESSING|TOKENIZER SAMPLES");
            System.exit(2);
        }
        WatchedModel model = WatchedModel.read(arguments[0]);
        try (Samples data = BenchmarkData.open(arguments[1], arguments[2])) {
            List<Sample> samples =
                    BenchmarkData.decoded(data, model, Integer.parseInt(arguments[3]));
            new CollectionCost(model, samples).compare();
        }
    }

    private void compare() throws IOException {
        try (Collector collector = model.collector();
                Runner runner = model.runner()) {
            System.out.printf(
                    "%d samples, %d watched tensors, %d of them outputs, %d values a sample%n",
                    samples.size(),
                    model.watched().size(),
                    model.computed().size(),
                    values(collector) / samples.size());
            for (int threads : new int[] {1, 2}) {
                compare(collector, runner, threads);
            }
        }
    }

    private long values(Collector collector) throws IOException {
        return collector
                .collect(Samples.of(samples), CollectionOptions.DEFAULT)
                .statistics()
                .tensors()
                .values()
                .stream()
                .mapToLong(tensor -> tensor.count())
                .sum();
    }

    private void compare(Collector collector, Runner runner, int threads) throws IOException {
        int rounds = MEASURED / samples.size();
        double[] collecting = new double[rounds];
        double[] discarding = new double[rounds];
        CollectionOptions options = CollectionOptions.DEFAULT.withThreads(threads);
        for (int i = -WARMUP / samples.size(); i < rounds; i++) {
            long start = System.nanoTime();
            collector.collect(Samples.of(samples), options);
            long between = System.nanoTime();
            discard(runner, threads);
            long end = System.nanoTime();
            if (i >= 0) {
                collecting[i] = (between - start) / 1e6;
                discarding[i] = (end - between) / 1e6;
            }
        }
        Arrays.sort(collecting);
        Arrays.sort(discarding);
        int median = rounds / 2;
        System.out.printf(
                "%d thread(s), ms: minimum %.1f / %.1f = %.3f   median %.1f / %.1f = %.3f%n",
                threads,
                collecting[0],
                discarding[0],
                collecting[0] / discarding[0],
                collecting[median],
                discarding[median],
                collecting[median] / discarding[median]);
    }

    /** Runs every sample once; nobody looks at the outputs. */
    private void discard(Runner runner, int threads) {
        Set<String> wanted = Set.copyOf(model.computed());
        AtomicInteger next = new AtomicInteger();
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread worker =
                    new Thread(
                            () -> {
                                for (int s = next.getAndIncrement();
                                        s < samples.size();
                                        s = next.getAndIncrement()) {
                                    runner.run(samples.get(s), wanted, (name, output) -> {});
                                }
                            });
            workers.add(worker);
            worker.start();
        }
        for (Thread worker : workers) {
            join(worker);
        }
    }

    private static void join(Thread worker) {
        try {
            worker.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a benchmark", e);
        }
    }
}
