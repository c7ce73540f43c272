package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Row 49: a process that writes the same outputs over and over is killed; each output is that of
 * one whole run, and after the next run nothing else is there.
 */
class KillTest {

    private static final String MODEL = "../samples/digits/digits.onnx";
    private static final String DATA = "../samples/digits/calibration.npz";
    private static final int VARIANTS = 2;
    private static final int LONGEST_WAIT = 700; // milliseconds; a round takes about half

    @TempDir private Path folder;

    @Test
    void row49KilledAtSomeMoments() throws Exception {
        kill(4, 20260301);
    }

    /** 200 in all; in parts, so that each can be run again alone. */
    @ParameterizedTest
    @Tag("exhaustive")
    @ValueSource(
            longs = {
                20260302, 20260303, 20260304, 20260305, 20260306, 20260307, 20260308, 20260309
            })
    void row49KilledAt25Moments(long seed) throws Exception {
        kill(25, seed);
    }

    private void kill(int moments, long seed) throws Exception {
        List<byte[]> models = new ArrayList<>();
        List<byte[]> plans = new ArrayList<>();
        List<byte[]> statistics = new ArrayList<>();
        for (int variant = 0; variant < VARIANTS; variant++) {
            round(folder, variant);
            models.add(Files.readAllBytes(folder.resolve("out.onnx")));
            plans.add(Files.readAllBytes(folder.resolve("plan.json")));
            statistics.add(Files.readAllBytes(folder.resolve("out.stats")));
        }
        assertThat(models.get(0)).isNotEqualTo(models.get(1));
        SplittableRandom random = new SplittableRandom(seed);
        System.out.println("seed " + seed);
        int withTemporaries = 0;
        for (int i = 0; i < moments; i++) {
            killAfter(random.nextInt(LONGEST_WAIT));

            assertThat(Files.readAllBytes(folder.resolve("out.onnx"))).as("%d", i).isIn(models);
            assertThat(Files.readAllBytes(folder.resolve("plan.json"))).as("%d", i).isIn(plans);
            assertThat(Files.readAllBytes(folder.resolve("out.stats")))
                    .as("%d", i)
                    .isIn(statistics);
            withTemporaries += names().size() > 3 ? 1 : 0;
            round(folder, i % VARIANTS);
            assertThat(names()).as("%d", i).containsExactly("out.onnx", "out.stats", "plan.json");
        }
        System.out.printf(
                "%d kills, %d of them while a temporary file was there%n",
                moments, withTemporaries);
    }

    private void killAfter(int millis) throws IOException, InterruptedException {
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KillTest.class.getName(),
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader reader = child.inputReader(StandardCharsets.UTF_8)) {
            assertThat(reader.readLine()).isEqualTo("round");
            Thread.sleep(millis);
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }

    /** What the child does until it is killed. */
    public static void main(String[] arguments) {
        for (int variant = 0; ; variant = (variant + 1) % VARIANTS) {
            round(Path.of(arguments[0]), variant);
            System.out.println("round");
        }
    }

    private static void round(Path folder, int variant) {
        String samples = Integer.toString(8 + variant);
        String statistics = folder.resolve("out.stats").toString();
        run("calibrate", MODEL, "--data", DATA, "--samples", samples, "-o", statistics, "--force");
        run(
                "quantize",
                MODEL,
                "--stats",
                statistics,
                "--data",
                DATA,
                "--samples",
                "8",
                "-o",
                folder.resolve("out.onnx").toString(),
                "--plan-out",
                folder.resolve("plan.json").toString(),
                "--force");
    }

    private static void run(String... words) {
        CommandRun run = CommandRun.of(words);
        if (run.exitCode() != 0) {
            throw new IllegalStateException(run.err());
        }
    }
}
