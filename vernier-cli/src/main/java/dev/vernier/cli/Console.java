package dev.vernier.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;

/**
 * Where a command writes: the result to {@code out}, everything else to {@code err}.
 *
 * <p>Tests hand in their own writers.
 *
 * @param out for the result, flushed by {@link Shell} at the end
 * @param err for progress, notes and errors; flushes at every line
 * @param terminal what the reader can see
 */
public record Console(PrintWriter out, PrintWriter err, Terminal terminal) {

    /** The console of this process. */
    static Console ofProcess() {
        Charset charset = Terminal.charset(System.getProperties());
        return new Console(
                new PrintWriter(new FileOutputStream(FileDescriptor.out), false, charset),
                new PrintWriter(new PrintStream(System.err, true), true, charset),
                Terminal.detect(System.getenv(), System.getProperties()));
    }

    /** A console that writes through the same writers to a reader who sees {@code terminal}. */
    Console with(Terminal newTerminal) {
        return new Console(out, err, newTerminal);
    }
}
