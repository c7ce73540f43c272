package dev.vernier.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Says on standard error how far a piece of work is: steps, rate and time left.
 *
 * <p>On a terminal one line rewrites itself ten times a second; elsewhere a whole line appears
 * every five seconds, so that a log stays short. The first line waits a moment: quick work is not
 * announced. Safe to call from several threads.
 */
public final class Progress implements AutoCloseable {

    private static final long LIVE_INTERVAL = Duration.ofMillis(100).toNanos();
    private static final long LOG_INTERVAL = Duration.ofSeconds(5).toNanos();
    private static final double SECOND = 1e9;

    private final String task;
    private final long total;
    private final Console console;
    private final boolean quiet;
    private final LongSupplier clock;
    private final long start;
    private long done;
    private long lastShown;
    private boolean shown;

    Progress(String task, long total, Console console, boolean quiet) {
        this(task, total, console, quiet, System::nanoTime);
    }

    /**
     * For tests.
     *
     * @param total the number of steps, or less than 1 if unknown
     * @param clock in nanoseconds
     */
    Progress(String task, long total, Console console, boolean quiet, LongSupplier clock) {
        this.task = task;
        this.total = total;
        this.console = console;
        this.quiet = quiet;
        this.clock = clock;
        this.start = clock.getAsLong();
        this.lastShown = start;
    }

    /** One more step is done. */
    public synchronized void step() {
        advanceTo(done + 1);
    }

    /** {@code steps} steps are done in all. */
    public synchronized void advanceTo(long steps) {
        done = steps;
        long now = clock.getAsLong();
        boolean live = console.terminal().live();
        if (!quiet && now - lastShown >= (live ? LIVE_INTERVAL : LOG_INTERVAL)) {
            lastShown = now;
            shown = true;
            console.err().print(live ? "\r\u001b[K" + line(now) : line(now) + "\n");
            console.err().flush();
        }
    }

    /** Removes the line from a terminal. */
    @Override
    public synchronized void close() {
        if (shown && console.terminal().live()) {
            console.err().print("\r\u001b[K");
            console.err().flush();
        }
    }

    private String line(long now) {
        double rate = done / ((now - start) / SECOND);
        String steps = total < 1 ? Long.toString(done) : done + " of " + total;
        String line = String.format(Locale.ROOT, "%s: %s, %.1f/s", task, steps, rate);
        return total < done || rate == 0 ? line : line + ", " + left((total - done) / rate);
    }

    private static String left(double seconds) {
        long whole = (long) Math.ceil(seconds);
        return whole < 100
                ? whole + " s left"
                : String.format(Locale.ROOT, "%d min %02d s left", whole / 60, whole % 60);
    }
}
