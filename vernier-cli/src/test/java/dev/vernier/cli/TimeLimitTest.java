package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --timeout} and {@code --limit}: told, and nothing left behind. */
class TimeLimitTest {

    private static final String MODEL = "../samples/digits/digits.onnx";

    private final Path folder;

    TimeLimitTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void endsWhateverIsUnderWay() throws Exception {
        Path output = folder.resolve("out.onnx");

        ChildJvm.Outcome run =
                ChildJvm.run(
                        folder.resolve("log"),
                        List.of("-Xmx256m"),
                        "quantize",
                        MODEL,
                        "--random",
                        "100000000",
                        "-o",
                        output.toString(),
                        "--timeout",
                        "3",
                        "--json");

        assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCode.TIMED_OUT);
        assertThat(run.output())
                .contains("must be done within --timeout; seconds=3.0")
                .contains("\"exitCode\" : 124");
        assertThat(folder.toFile().list()).containsExactly("log");
    }

    @Test
    void whatIsDoneInTimeIsNotDisturbed() {
        assertThat(CommandRun.of("inspect", MODEL, "--timeout", "600").exitCode()).isZero();
    }

    @Test
    void numbersMustMakeSense() {
        CommandRun timeout = CommandRun.of("inspect", MODEL, "--timeout", "0");
        assertThat(timeout.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(timeout.err()).contains("--timeout must be from 0.001");

        CommandRun limit = CommandRun.of("inspect", MODEL, "--limit", "image-pixels=0");
        assertThat(limit.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(limit.err()).contains("image-pixels must be from 1 to");

        CommandRun unknown = CommandRun.of("inspect", MODEL, "--limit", "pixels=1");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.err()).contains("--limit must name one of graph-depth, ");
    }

    @Test
    void messageOfALimitNamesItsFlag() throws IOException {
        Path huge = folder.resolve("huge.npy");
        byte[] start = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, 0, 0, 1, 0};
        start[8] = 1; // a header of 65,536 bytes may be announced, and one more is too many
        Files.write(huge, start);

        CommandRun run =
                CommandRun.of(
                        "quantize",
                        MODEL,
                        "--data",
                        huge.toString(),
                        "-o",
                        folder.resolve("out.onnx").toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err())
                .contains("npy header must be at most 65536 bytes; length=65537")
                .contains("--limit npy-header-bytes=N raises the limit");
    }
}
