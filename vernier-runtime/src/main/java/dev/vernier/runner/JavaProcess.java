package dev.vernier.runner;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * Another JVM like this one, with the same classes: it reads on its standard input what is written
 * to {@link #orders}, and what it writes on its standard output is read from {@link #answers}. What
 * it says on standard error is lost.
 *
 * <p>Not thread-safe, but for {@link #close}, which ends it whatever it does.
 */
public final class JavaProcess implements AutoCloseable {

    /** From this Java on, loading a native library without leave is warned of. */
    private static final int JAVA_ASKS_FOR_NATIVE_ACCESS = 24;

    private static final long SECONDS_TO_DIE = 10;

    private final Process process;
    private final DataOutputStream orders;
    private final DataInputStream answers;

    private JavaProcess(Process process) {
        this.process = process;
        this.orders = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    }

    /**
     * Starts one.
     *
     * @param main the class to run; it and all it needs are on the class path of this process
     * @param options for Java
     * @param arguments for the class
     * @throws IOException if the system starts no process
     */
    public static JavaProcess start(Class<?> main, List<String> options, List<String> arguments)
            throws IOException {
        return new JavaProcess(
                new ProcessBuilder(command(main, options, arguments))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start());
    }

    static List<String> command(Class<?> main, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xms16m", "-Xmn8m"));
        NativeLibrary.option().ifPresent(command::add);
        command.addAll(options);
        if (Runtime.version().feature() >= JAVA_ASKS_FOR_NATIVE_ACCESS) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(main.getName());
        command.addAll(arguments);
        return command;
    }

    /** Where to write; buffered, so that a flush is needed. */
    public DataOutputStream orders() {
        return orders;
    }

    /** Where to read. */
    public DataInputStream answers() {
        return answers;
    }

    /** The code it ended with; empty if it has not ended within {@value #SECONDS_TO_DIE} s. */
    OptionalInt exitCode() {
        try {
            return process.waitFor(SECONDS_TO_DIE, TimeUnit.SECONDS)
                    ? OptionalInt.of(process.exitValue())
                    : OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
