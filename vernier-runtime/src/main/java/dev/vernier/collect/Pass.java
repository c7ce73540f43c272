package dev.vernier.collect;

import dev.vernier.data.Sample;
import dev.vernier.data.SampleCursor;
import dev.vernier.runner.Runner;
import dev.vernier.runner.RunsAtOnce;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.statistics.StatisticsAccumulator;
import dev.vernier.statistics.StatisticsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Workers that take samples from one cursor, each with an accumulator of its own; unless their
 * number was asked for, as many at the same time as {@link RunsAtOnce} allows.
 *
 * <p>When samples fail, the one that comes first in the data decides what is thrown, however the
 * workers ran: all samples before it were taken before it, and are finished.
 */
final class Pass {

    private final SampleCursor cursor;
    private final Runner runner;
    private final SampleFold fold;
    private final RunsAtOnce runs;
    private final CollectionOptions options;

    private final List<StatisticsFile> parts = new ArrayList<>();
    private Optional<Failure> failure = Optional.empty();
    private int running;
    private long taken;
    private long done;

    private record Failure(long index, Throwable cause) {}

    private record Numbered(long index, Sample sample) {}

    Pass(
            SampleCursor cursor,
            Runner runner,
            SampleFold fold,
            RunsAtOnce runs,
            CollectionOptions options) {
        this.cursor = cursor;
        this.runner = runner;
        this.fold = fold;
        this.runs = runs;
        this.options = options;
    }

    /** Runs all samples; called once. */
    StatisticsFile run(ModelDigest model) throws IOException {
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < options.workers(); i++) {
            workers.add(new Thread(() -> work(model), "vernier-collector-" + i));
        }
        workers.forEach(Thread::start);
        join(workers);
        rethrow();
        return parts.stream()
                .reduce(StatisticsFile::merge)
                .orElseThrow(() -> new IllegalStateException("there must be a worker"));
    }

    private void work(ModelDigest model) {
        try {
            StatisticsAccumulator accumulator = fold.accumulator();
            foldAll(accumulator);
            StatisticsFile part = accumulator.statistics(model);
            synchronized (this) {
                parts.add(part);
            }
        } catch (RuntimeException | Error e) {
            fail(Long.MAX_VALUE, e);
        }
    }

    private void foldAll(StatisticsAccumulator accumulator) {
        for (Optional<Numbered> next = take(); next.isPresent(); next = take()) {
            try {
                fold.fold(next.get().sample(), accumulator);
                reportDone();
            } catch (RuntimeException | Error e) {
                fail(next.get().index(), e);
            } finally {
                makeRoom();
            }
        }
    }

    private synchronized Optional<Numbered> take() {
        awaitRoom();
        if (failure.isPresent()) {
            return Optional.empty();
        }
        try {
            Optional<Sample> next = cursor.next();
            next.ifPresent(sample -> running++);
            return next.map(sample -> new Numbered(taken++, sample));
        } catch (IOException | RuntimeException | Error e) {
            fail(taken, e);
            return Optional.empty();
        }
    }

    private synchronized void awaitRoom() {
        try {
            while (failure.isEmpty() && running >= mostAtOnce()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // by join: no sample can be waited for from now on
        }
    }

    private int mostAtOnce() {
        return options.threads() > 0 ? options.threads() : runs.fitting();
    }

    private synchronized void makeRoom() {
        running--;
        notifyAll();
    }

    private synchronized void fail(long index, Throwable cause) {
        if (failure.isEmpty() || index < failure.get().index()) {
            failure = Optional.of(new Failure(index, cause));
        }
    }

    private synchronized void reportDone() {
        done++;
        options.progress().sampleDone(done, cursor.size());
    }

    /** Waits for all workers; an interrupt makes them stop as soon as they can. */
    private void join(List<Thread> workers) {
        boolean wasInterrupted = false;
        for (Thread worker : workers) {
            while (worker.isAlive()) {
                try {
                    worker.join();
                } catch (InterruptedException e) {
                    wasInterrupted = true;
                    workers.forEach(Thread::interrupt); // first: one may wait for a sample
                    fail(-1, new CancellationException("collecting was interrupted"));
                    runner.terminate();
                }
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void rethrow() throws IOException {
        if (failure.isEmpty()) {
            return;
        }
        Throwable cause = failure.get().cause();
        if (cause instanceof IOException exception) {
            throw exception;
        }
        if (cause instanceof UncheckedIOException exception) {
            throw exception;
        }
        if (cause instanceof RuntimeException exception) {
            throw exception;
        }
        throw (Error) cause;
    }
}
