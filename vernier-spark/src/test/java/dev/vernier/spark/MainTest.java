package dev.vernier.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class MainTest {

    private final Path folder;

    MainTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private String write(String format) throws IOException {
        String data = folder.resolve("data." + format).toString();
        Digits.dataset(TestCluster.session(), Digits.rows(), 3).write().format(format).save(data);
        return data;
    }

    private int run(String data, Path output, String... more) throws IOException {
        String[] arguments = {
            Digits.MODEL.toString(),
            "--data",
            data,
            "--column=" + Digits.input() + "=pixels",
            "--name-column=id",
            "-o",
            output.toString()
        };
        String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return Main.run(all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "json"})
    void writesTheFileThatOneMachineWrites(String format) throws IOException {
        Path output = folder.resolve("model.stats");

        assertThat(run(write(format), output)).isZero();
        assertThat(Files.readAllBytes(output)).isEqualTo(Digits.localStatistics(folder));
        assertThat(run("nowhere", output)).isEqualTo(73);
    }

    @Test
    void choosesTheSameRowsForTheSameSeed() throws IOException {
        String data = write("parquet");
        Path first = folder.resolve("first.stats");
        Path again = folder.resolve("again.stats");
        Path other = folder.resolve("other.stats");

        assertThat(run(data, first, "--samples=40")).isZero();
        assertThat(run(data, again, "--samples=40", "--seed=1")).isZero();
        assertThat(run(data, other, "--samples=40", "--seed=2")).isZero();

        assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(first));
        assertThat(Files.readAllBytes(other)).isNotEqualTo(Files.readAllBytes(first));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--samples=40"})
    void oneSmallFileKeepsEveryCoreBusy(String choice) throws IOException {
        String data = folder.resolve("one.parquet").toString();
        Digits.dataset(TestCluster.session(), Digits.rows(), 1).write().parquet(data);
        RowArguments rows = new RowArguments();
        new CommandLine(rows)
                .parseArgs(("--data " + data + " --name-column id " + choice).split(" "));

        assertThat(rows.read(TestCluster.session()).rdd().getNumPartitions())
                .isEqualTo(TestCluster.session().sparkContext().defaultParallelism());
    }

    @Test
    void helpIsAsReviewed() throws IOException {
        Path golden = Path.of("src/test/resources/dev/vernier/spark/help.txt");
        String help =
                new CommandLine(new CalibrateCommand())
                        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                        .getUsageMessage();

        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(golden.resolveSibling(""));
            Files.writeString(golden, help);
        }
        assertThat(help).isEqualTo(Files.readString(golden));
    }

    @Test
    void exitsAsTheCommandLineDoes() throws IOException {
        Path output = folder.resolve("model.stats");
        String data = write("parquet");

        assertThat(Main.run("--help")).isZero();
        assertThat(Main.run("model.onnx")).isEqualTo(2);
        assertThat(run(data, output, "--column=nothing=pixels")).isEqualTo(65);
        assertThat(run(data, output, "--target=abacus")).isEqualTo(2);
        assertThat(run(data, output, "--on-bad-sample=perhaps")).isEqualTo(2);
        assertThat(Main.run("missing.onnx", "--data", data, "-o", output.toString())).isEqualTo(66);
        assertThat(output).doesNotExist();
    }
}
