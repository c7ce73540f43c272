package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ShellTest {

    @Test
    void withoutACommandTheHelpIsAUsageError() {
        CommandRun run = CommandRun.of();
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo(CommandRun.of("--help").out());
    }

    @Test
    void wrongOptionsAreExplained() {
        Golden.assertMatches("error/unknown-option.txt", CommandRun.of("--jsn").transcript());
        Golden.assertMatches("error/unknown-command.txt", CommandRun.of("explian").transcript());
    }

    @Test
    void anErrorIsOneJsonObjectToo() {
        CommandRun run = CommandRun.of("--json", "--nonsense");
        JsonNode object = JsonMapper.shared().readTree(run.out());
        assertThat(object.get("schemaVersion").asInt()).isEqualTo(1);
        assertThat(object.get("error").get("exitCode").asInt()).isEqualTo(ExitCode.USAGE);
        assertThat(object.get("error").get("message").asString()).contains("--nonsense");
    }

    @Test
    void versionNamesWhatResultsDependOn() {
        CommandRun run = CommandRun.of("--version");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out().lines())
                .satisfiesExactly(
                        tool -> assertThat(tool).startsWith("vernier "),
                        runtime -> assertThat(runtime).matches("ONNX Runtime \\d+\\.\\d+\\.\\d+"),
                        java -> assertThat(java).startsWith("Java " + Runtime.version()),
                        cpu -> assertThat(cpu).matches("CPU .+, \\d+ cores?"));
    }

    @Test
    void coloursOnlyWhereTheReaderSeesThem() {
        Terminal colored = new Terminal(true, true, true, 80);
        assertThat(CommandRun.on(colored, "--help").out()).contains("\u001b[");
        assertThat(CommandRun.of("--help").out()).doesNotContain("\u001b[");
    }

    @Test
    void lostOutputIsAnError() {
        Writer full =
                new Writer() {
                    @Override
                    public void write(char[] buffer, int offset, int length) throws IOException {
                        throw new IOException("no space left on device");
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        StringWriter err = new StringWriter();
        int exitCode =
                Shell.run(
                        new Console(new PrintWriter(full), new PrintWriter(err), Terminal.PLAIN),
                        "--help");
        assertThat(exitCode).isEqualTo(ExitCode.INPUT_OUTPUT);
    }
}
