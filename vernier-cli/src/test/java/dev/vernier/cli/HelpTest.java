package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The help of every command that there is, text by text. */
class HelpTest {

    static Set<String> commands() {
        return CommandTree.of(CommandRun.session()).getSubcommands().keySet();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void ofACommand(String command) {
        Golden.assertMatches(
                "help/" + command + ".txt", CommandRun.of(command, "--help").transcript());
    }

    @Test
    void ofAllCommands() {
        Golden.assertMatches("help/vernier.txt", CommandRun.of("--help").transcript());
    }

    @ParameterizedTest
    @MethodSource("commandsAndNone")
    void examplesComeFirst(String command) {
        String help = CommandRun.of((command + " --help").trim().split(" ")).out();

        assertThat(help).containsSubsequence("Example", "Usage:", "--help");
    }

    static Stream<String> commandsAndNone() {
        return Stream.concat(Stream.of(""), commands().stream());
    }
}
