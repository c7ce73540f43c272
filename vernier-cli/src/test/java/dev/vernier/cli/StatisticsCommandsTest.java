package dev.vernier.cli;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatisticsCommandsTest {

    @ParameterizedTest
    @ValueSource(strings = {"calibrate", "merge", "plan", "inspect"})
    void help(String command) {
        Golden.assertMatches(
                "help/" + command + ".txt", CommandRun.of(command, "--help").transcript());
    }
}
