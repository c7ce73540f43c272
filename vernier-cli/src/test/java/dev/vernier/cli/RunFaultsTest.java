package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vernier.model.ModelFile;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.statistics.StatisticsFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What can go wrong with a run: rows 46 to 55 of the list in docs/reliability.md. */
class RunFaultsTest {

    private static final Path DIGITS = Path.of("../samples/digits");
    private static final String MODEL = DIGITS.resolve("digits.onnx").toString();
    private static final String DATA = DIGITS.resolve("calibration.npz").toString();

    private final Path folder;
    private final Path output;

    RunFaultsTest(@TempDir Path folder) {
        this.folder = folder;
        this.output = folder.resolve("out.onnx");
    }

    private static CommandRun quantize(Object... arguments) {
        return CommandRun.of(words(arguments));
    }

    private static String[] words(Object... arguments) {
        return Stream.concat(Stream.of("quantize"), Stream.of(arguments).map(String::valueOf))
                .toArray(String[]::new);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }

    @Test
    void row46OutputExistsIsRefusedWithoutForce() throws IOException {
        Files.writeString(output, "precious");

        CommandRun run = quantize(MODEL, "--data", DATA, "-o", output);

        assertThat(run.exitCode()).isEqualTo(ExitCode.OUTPUT_EXISTS);
        assertThat(run.err()).contains(output.toString(), "--force");
        assertThat(output).hasContent("precious");
        assertThat(names()).containsExactly("out.onnx");
    }

    @Test
    void row46OutputEqualsInputIsSafeWithForce() throws IOException {
        Path model = Files.copy(Path.of(MODEL), folder.resolve("model.onnx"));
        quantize(MODEL, "--data", DATA, "-o", output);

        assertThat(quantize(model, "--data", DATA, "-o", model).exitCode())
                .isEqualTo(ExitCode.OUTPUT_EXISTS);
        assertThat(model).hasSameBinaryContentAs(Path.of(MODEL));
        CommandRun forced = quantize(model, "--data", DATA, "-o", model, "--force");

        assertThat(forced.exitCode()).as(forced.err()).isZero();
        assertThat(model).hasSameBinaryContentAs(output);
        assertThat(names()).containsExactly("model.onnx", "out.onnx");
    }

    @Test
    void row46ReportNeedsTheFloatModel() throws IOException {
        Path model = Files.copy(Path.of(MODEL), folder.resolve("model.onnx"));
        Path report = folder.resolve("report.html");

        CommandRun run =
                quantize(model, "--data", DATA, "-o", model, "--force", "--report", report);

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--output must not replace");
        assertThat(model).hasSameBinaryContentAs(Path.of(MODEL));
    }

    @Test
    void row46OutputsHaveFilesOfTheirOwn() throws IOException {
        CommandRun run = quantize(MODEL, "--data", DATA, "-o", output, "--plan-out", output);

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("each output must be a file of its own; file=" + output);
        assertThat(names()).isEmpty();
    }

    @Test
    void row47MissingFolderIsRefusedBeforeTheWork() throws IOException {
        Path missing = folder.resolve("none").resolve("file");
        for (String option : List.of("-o", "--plan-out", "--report", "--run-out")) {
            List<Object> words = new ArrayList<>(List.of(MODEL, "--data", "not-read.npz"));
            words.addAll(List.of(option, missing));
            if (!option.equals("-o")) {
                words.addAll(List.of("-o", output));
            }

            CommandRun run = quantize(words.toArray());

            assertThat(run.exitCode()).as(option).isEqualTo(ExitCode.INPUT_OUTPUT);
            assertThat(run.err())
                    .contains(missing.toString(), "folder of the output must exist")
                    .contains("check that the folder exists");
        }
        CommandRun calibrate =
                CommandRun.of(
                        "calibrate", MODEL, "--data", "not-read.npz", "-o", missing.toString());
        assertThat(calibrate.exitCode()).isEqualTo(ExitCode.INPUT_OUTPUT);
        assertThat(names()).isEmpty();
    }

    /** A disk of 128 KB is full with the model; the old output is there before. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void row48FullDiskLeavesTheOldOutput() throws Exception {
        CommandRun run = onSmallDisk("remount,rw", DATA);

        assertThat(run.err()).contains(output + " (No space left on device)", "has room left");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void row48ReadOnlyDiskIsRefusedBeforeTheWork() throws Exception {
        CommandRun run = onSmallDisk("remount,ro", "not-read.npz");

        assertThat(run.err()).contains(output.toString(), "must be writable");
    }

    /** Must leave what is there, and nothing else. */
    private CommandRun onSmallDisk(String options, String data) throws Exception {
        assumeTrue(mount(folder, "size=128k"), "a small disk must be mountable, which takes root");
        try {
            Files.writeString(output, "precious");
            assertThat(mount(folder, options)).isTrue();

            CommandRun run = quantize(MODEL, "--data", data, "-o", output, "--force");

            assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.INPUT_OUTPUT);
            assertThat(output).hasContent("precious");
            assertThat(names()).containsExactly("out.onnx");
            return run;
        } finally {
            new ProcessBuilder("umount", folder.toString()).start().waitFor();
        }
    }

    private static boolean mount(Path folder, String options) throws InterruptedException {
        List<String> command = List.of("mount", "-t", "tmpfs", "-o", options, "tmpfs");
        try {
            return new ProcessBuilder(
                                    Stream.concat(command.stream(), Stream.of(folder.toString()))
                                            .toList())
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void row50OutOfMemoryTellsWhatIsNeeded() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        float[] zeros = new float[200_000 * 64]; // one run that takes more than the heap
        NpzBytes.write(data.resolve("run.npz"), "image", new long[] {200_000, 1, 8, 8}, zeros);

        ChildJvm.Outcome run =
                ChildJvm.run(
                        folder.resolve("log"),
                        List.of("-Xmx40m", "-XX:+UseSerialGC"),
                        words(MODEL, "--data", data, "-o", output));

        assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCode.OUT_OF_MEMORY);
        assertThat(run.output())
                .containsPattern("needs about \\d+ MB of heap and \\d+ MB besides, has \\d+ MB")
                .contains("VERNIER_JAVA_OPTS=-Xmx");
        assertThat(names()).containsExactly("data", "log");
    }

    @Test
    void row51TwoRunsOfTheSameOutputBothSucceed() throws Exception {
        quantize(MODEL, "--data", DATA, "-o", folder.resolve("a.onnx"), "--samples", "8");
        quantize(MODEL, "--data", DATA, "-o", folder.resolve("b.onnx"), "--samples", "9");
        List<CompletableFuture<CommandRun>> runs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String samples = i % 2 == 0 ? "8" : "9";
            runs.add(
                    CompletableFuture.supplyAsync(
                            () ->
                                    quantize(
                                            MODEL,
                                            "--data",
                                            DATA,
                                            "-o",
                                            output,
                                            "--force",
                                            "--samples",
                                            samples)));
        }
        for (CompletableFuture<CommandRun> run : runs) {
            assertThat(run.get(5, TimeUnit.MINUTES).exitCode()).as(run.get().err()).isZero();
        }

        assertThat(Files.readAllBytes(output))
                .isIn(
                        Files.readAllBytes(folder.resolve("a.onnx")),
                        Files.readAllBytes(folder.resolve("b.onnx")));
        assertThat(names()).containsExactly("a.onnx", "b.onnx", "out.onnx");
    }

    @Test
    void row52CrashOfTheRuntimeNamesTheSample() throws Exception {
        CompletableFuture<CommandRun> running =
                CompletableFuture.supplyAsync(
                        () -> quantize(MODEL, "--random", "1000000", "-o", output, "--isolate"));
        ProcessHandle worker = worker();
        Thread.sleep(6000); // by then it runs samples
        worker.destroyForcibly();

        CommandRun run = running.get(5, TimeUnit.MINUTES);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err())
                .containsPattern("error: .*sample random\\S*\\d+\\S*: model .* ended by itself")
                .contains("signal 9");
        assertThat(names()).isEmpty();
    }

    private static ProcessHandle worker() throws InterruptedException {
        while (true) {
            Optional<ProcessHandle> child = ProcessHandle.current().children().findFirst();
            if (child.isPresent()) {
                return child.get();
            }
            Thread.sleep(10);
        }
    }

    @Test
    void row52IsolatedRunsGiveTheSameBytes() {
        quantize(MODEL, "--data", DATA, "-o", output, "--samples", "16");
        Path isolated = folder.resolve("isolated.onnx");
        CommandRun run =
                quantize(MODEL, "--data", DATA, "-o", isolated, "--samples", "16", "--isolate");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(isolated).hasSameBinaryContentAs(output);
    }

    @Test
    void row54StatisticsOfAnotherModelAreRefused() throws IOException {
        Path other = folder.resolve("other.stats");
        try (OutputStream out = Files.newOutputStream(other)) {
            new StatisticsFile(new ModelDigest("0".repeat(64)), 0, Map.of()).write(out);
        }

        CommandRun run = quantize(MODEL, "--stats", other, "--random", "1", "-o", output);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err())
                .contains(
                        other + ": statistics must be of the model; they are of " + "0".repeat(64),
                        MODEL + " is " + ModelFile.read(Path.of(MODEL)).sha256(),
                        "run vernier calibrate");
        assertThat(output).doesNotExist();
    }

    @Test
    void row55SaturatingProcessorsAreToldAndAvoided() throws IOException {
        CommandRun run = quantize(MODEL, "--data", DATA, "-o", output, "--target", "avx2");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern("channels? of weights have scales .* without VNNI");
        CommandRun lint = CommandRun.of("lint", output.toString(), "--target", "avx2");
        assertThat(lint.out()).doesNotContain("saturating-weights");
    }
}
