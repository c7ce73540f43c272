package dev.vernier.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;

/**
 * Runs typical commands and throws their output away: the launcher starts it once to archive the
 * classes that commands load, which makes every later start faster.
 *
 * <p>What fails here fails again, and is told, in the command that needs it.
 */
final class WarmUp {

    private static final List<List<String>> COMMANDS =
            List.of(List.of("--version"), List.of("--help"));

    private WarmUp() {}

    public static void main(String[] arguments) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        for (List<String> command : COMMANDS) {
            Shell.run(
                    new Console(nowhere, nowhere, Terminal.PLAIN), command.toArray(String[]::new));
        }
    }
}
