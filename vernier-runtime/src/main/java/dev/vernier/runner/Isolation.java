package dev.vernier.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whether models run in processes of their own, so that a crash of native code, or code that does
 * not return, ends such a process and not this one.
 *
 * <p>A matter of the whole process, as it is the process that has to be kept alive: every session
 * is then isolated, whatever asks for it. Runs are slower by the way of their tensors through a
 * pipe, and one model runs one sample at a time. Safe for use by many threads.
 *
 * @param limit how long one load or run may take before it counts as hanging
 * @param worker the main class of those processes
 */
public record Isolation(Duration limit, Class<?> worker) {

    private static volatile Optional<Isolation> current = Optional.empty();

    public Isolation {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("limit must be positive; limit=" + limit);
        }
    }

    /** Processes of ours, with this limit for a load or run. */
    public Isolation(Duration limit) {
        this(limit, WorkerMain.class);
    }

    /** What holds for runners that are made from now on; empty: this process runs models itself. */
    public static void use(Optional<Isolation> isolation) {
        current = isolation;
    }

    static Optional<Isolation> current() {
        return current;
    }

    /** Starts a worker. Its crash must not leave files in the user's folder. */
    JavaProcess start() throws IOException {
        return JavaProcess.start(
                worker,
                List.of(
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:ErrorFile=" + (isWindows() ? "NUL" : "/dev/null"),
                        "-XX:+DisplayVMOutputToStderr",
                        "-Xmx" + (Runtime.getRuntime().maxMemory() >> 20) + "m"),
                Runners.operators().stream().map(Path::toString).toList());
    }

    private static boolean isWindows() {
        return System.getProperty("os.name", "").startsWith("Windows");
    }
}
