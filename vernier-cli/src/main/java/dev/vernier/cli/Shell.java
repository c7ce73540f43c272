package dev.vernier.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Runs one command line: parses it, calls the command, and turns whatever is thrown into a message
 * and an exit code.
 */
public final class Shell {

    private final Session session;

    private Shell(Session session) {
        this.session = session;
    }

    /** Runs {@code arguments} and returns the exit code; never throws. */
    public static int run(Console console, String... arguments) {
        Shell shell = new Shell(new Session(console, new Settings()));
        int exitCode;
        try {
            exitCode = shell.commandLine().execute(arguments);
        } catch (Throwable thrown) { // errors too: picocli hands on exceptions only
            exitCode = shell.fail(thrown, "");
        }
        boolean lost = console.out().checkError(); // flushes
        console.err().flush();
        return lost && exitCode == ExitCode.OK ? ExitCode.INPUT_OUTPUT : exitCode;
    }

    private CommandLine commandLine() {
        CommandLine root = CommandTree.of(session);
        return root.setOut(session.console().out())
                .setErr(session.console().err())
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(
                                session.console().terminal().color() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(session.console().terminal().columns())
                .setUsageHelpAutoWidth(false)
                .setExecutionStrategy(this::execute)
                .setParameterExceptionHandler(this::explainUsage)
                .setExecutionExceptionHandler(
                        (thrown, line, result) -> fail(thrown, line.getCommandName()));
    }

    /** The command, within the limits that its options set. */
    private int execute(ParseResult parsed) {
        CommandLine line = innermost(parsed).commandSpec().commandLine();
        session.settings().apply(line);
        Optional<TimeLimit> limit =
                session.settings()
                        .timeout()
                        .map(time -> TimeLimit.start(time, failure -> end(failure, line)));
        try {
            return new CommandLine.RunLast().execute(parsed);
        } finally {
            limit.ifPresent(TimeLimit::close);
        }
    }

    private static ParseResult innermost(ParseResult parsed) {
        return parsed.hasSubcommand() ? innermost(parsed.subcommand()) : parsed;
    }

    /** Tells why the process is about to end. */
    private void end(Failure failure, CommandLine line) {
        report(failure, line.getCommandName());
        session.console().out().flush();
        session.console().err().flush();
    }

    /** A wrong command line: what is wrong, what may have been meant, and where the help is. */
    private int explainUsage(ParameterException thrown, String[] arguments) {
        CommandLine line = thrown.getCommandLine();
        List<String> remedies = new ArrayList<>();
        if (thrown instanceof UnmatchedArgumentException unmatched) {
            for (String suggestion : unmatched.getSuggestions()) {
                remedies.add("did you mean " + suggestion + "?");
            }
        }
        remedies.add("see " + line.getCommandSpec().qualifiedName() + " --help");
        report(
                new Failure(ExitCode.USAGE, usageMessage(thrown), String.join("\n  ", remedies)),
                line.getCommandName());
        return ExitCode.USAGE;
    }

    private static String usageMessage(ParameterException thrown) {
        if (thrown instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()) {
            return "unexpected argument: '" + unmatched.getUnmatched().get(0) + "'";
        }
        String message = thrown.getMessage();
        return message == null || message.isEmpty()
                ? "wrong usage"
                : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }

    private int fail(Throwable thrown, String command) {
        Failure failure = Failure.of(thrown);
        report(failure, command);
        if (session.settings().verbose()) {
            thrown.printStackTrace(session.console().err());
        }
        return failure.exitCode();
    }

    private void report(Failure failure, String command) {
        Console console = session.console();
        console.err().println(failure.text());
        if (session.settings().json()) {
            Map<String, Object> error = new LinkedHashMap<>();
            error.put("exitCode", failure.exitCode());
            error.put("message", failure.message());
            session.printJson(command, Map.of("error", error));
        }
    }
}
