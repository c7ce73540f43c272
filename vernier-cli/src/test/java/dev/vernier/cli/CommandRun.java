package dev.vernier.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;

/**
 * One command line run in this JVM, and what it wrote.
 *
 * @param exitCode what the process would have exited with
 * @param out standard output
 * @param err standard error
 */
public record CommandRun(int exitCode, String out, String err) {

    /** A session that writes nowhere. */
    static Session session() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return new Session(new Console(nowhere, nowhere, Terminal.PLAIN), new Settings());
    }

    public static CommandRun of(String... arguments) {
        return on(Terminal.PLAIN, arguments);
    }

    public static CommandRun on(Terminal terminal, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode =
                Shell.run(
                        new Console(new PrintWriter(out), new PrintWriter(err), terminal),
                        arguments);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }

    /** Everything in one text, for a golden file. */
    public String transcript() {
        return "exit code " + exitCode + "\n--- out\n" + out + "--- err\n" + err;
    }
}
