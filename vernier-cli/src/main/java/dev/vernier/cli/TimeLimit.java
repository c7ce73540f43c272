package dev.vernier.cli;

import dev.vernier.model.OutputFile;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Ends the process when a command takes longer than the user allows: whatever it is doing, native
 * code that does not return included. Temporary files go, finished outputs stay.
 */
final class TimeLimit implements AutoCloseable {

    private final Duration limit;
    private final Consumer<Failure> report;
    private final CountDownLatch done = new CountDownLatch(1);

    private TimeLimit(Duration limit, Consumer<Failure> report) {
        this.limit = limit;
        this.report = report;
    }

    /**
     * Starts the clock.
     *
     * @param report how the user is told
     */
    static TimeLimit start(Duration limit, Consumer<Failure> report) {
        TimeLimit started = new TimeLimit(limit, report);
        Thread clock = new Thread(started::watch, "vernier-timeout");
        clock.setDaemon(true);
        clock.start();
        return started;
    }

    private void watch() {
        try {
            if (!done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                end();
            }
        } catch (InterruptedException e) {
            return; // nobody does
        }
    }

    private void end() {
        OutputFile.abandonAll();
        report.accept(
                new Failure(
                        ExitCode.TIMED_OUT,
                        "the command must be done within --timeout; seconds="
                                + limit.toMillis() / 1000.0,
                        "give it more time, or less to do: --samples, --effort fast"));
        Runtime.getRuntime().halt(ExitCode.TIMED_OUT); // orderly, it would wait for native code
    }

    @Override
    public void close() {
        done.countDown();
    }
}
