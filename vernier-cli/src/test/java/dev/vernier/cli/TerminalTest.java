package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class TerminalTest {

    private static Terminal detect(Map<String, String> environment, String... properties) {
        Properties all = new Properties();
        all.setProperty("stdout.encoding", "UTF-8");
        for (int i = 0; i < properties.length; i += 2) {
            all.setProperty(properties[i], properties[i + 1]);
        }
        return Terminal.detect(environment, all);
    }

    @Test
    void withoutTheLauncherItIsAPipe() {
        assertThat(detect(Map.of("TERM", "xterm"))).isEqualTo(Terminal.PLAIN);
    }

    @Test
    void coloursNeedATerminalOnBothSidesAndNoObjection() {
        String[] both = {"vernier.terminal.out", "true", "vernier.terminal.err", "true"};
        assertThat(detect(Map.of("TERM", "xterm"), both).color()).isTrue();
        assertThat(detect(Map.of("TERM", "xterm", "NO_COLOR", "1"), both).color()).isFalse();
        assertThat(detect(Map.of("TERM", "xterm", "NO_COLOR", ""), both).color()).isTrue();
        assertThat(detect(Map.of("TERM", "dumb"), both).color()).isFalse();
        assertThat(detect(Map.of("TERM", "xterm"), "vernier.terminal.err", "true").color())
                .isFalse();
    }

    @Test
    void asciiWhereTheLocaleHasNothingElse() {
        assertThat(detect(Map.of(), "stdout.encoding", "ANSI_X3.4-1968").unicode()).isFalse();
        assertThat(detect(Map.of(), "stdout.encoding", "UTF-8").unicode()).isTrue();
    }

    @Test
    void theWidthStaysReadable() {
        assertThat(new Terminal(true, true, true, 20).columns()).isEqualTo(60);
        assertThat(new Terminal(true, true, true, 400).columns()).isEqualTo(120);
    }
}
