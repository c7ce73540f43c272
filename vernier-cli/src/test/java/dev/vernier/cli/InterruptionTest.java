package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Row 53: Ctrl-C and SIGTERM end a run soon, with the right code, and leave nothing. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class InterruptionTest {

    private static final String MODEL = "../samples/digits/digits.onnx";
    private static final String DATA = "../samples/digits/calibration.npz";
    private static final int MOMENTS = 40;
    private static final int MANY = 200_000;
    private static final long SEED = 20260401;

    @TempDir private Path folder;

    @Test
    void row53CtrlCWhileSamplesAreRun() throws Exception {
        assumeFalse(isInterruptIgnored(), "SIGINT is ignored here, as in jobs of the background");
        Process run = start("--random", "100000000");
        Thread.sleep(4000); // calibrating by then
        assertThat(end(run, "INT")).isEqualTo(130);
        assertThat(names()).isEmpty();
    }

    @Test
    void row53TerminatedWhileTheTemporaryFileIsCompared() throws Exception {
        Path statistics = statistics();
        Process run = start("--stats", statistics.toString(), "--eval", manySamples().toString());
        while (run.isAlive() && temporaries() == 0) {
            Thread.sleep(10);
        }
        Thread.sleep(500); // the models are loaded and compared by then
        assertThat(end(run, "TERM")).isEqualTo(143);
        assertThat(names()).isEmpty();
    }

    /** The time that it takes is looked at here only, where nothing else runs. */
    @Test
    @Tag("exhaustive")
    void row53WithinTwoSecondsAtAnyMoment() throws Exception {
        Path statistics = statistics();
        Path many = manySamples();
        SplittableRandom random = new SplittableRandom(SEED);
        System.out.println("seed " + SEED);
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < MOMENTS; i++) {
            Process run =
                    i % 2 == 0
                            ? start("--stats", statistics.toString(), "--eval", many.toString())
                            : start("--random", "100000000");
            Thread.sleep(500 + random.nextInt(3000)); // the JVM handles signals by then
            boolean isTerm = random.nextBoolean() || isInterruptIgnored();
            long start = System.nanoTime();
            int code = end(run, isTerm ? "TERM" : "INT");
            millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            assertThat(code).as("moment %d", i).isEqualTo(isTerm ? 143 : 130);
            assertThat(names()).as("moment %d", i).isEmpty();
        }
        millis.sort(Long::compare);
        System.out.printf(
                "%d interrupts: median %d ms, longest %d ms%n",
                MOMENTS, millis.get(MOMENTS / 2), millis.get(MOMENTS - 1));
        assertThat(millis.get(MOMENTS - 1)).isLessThan(2000);
    }

    /** Children ignore what their parent does. */
    private static boolean isInterruptIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> line.substring("SigIgn:".length()).strip())
                .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) & 2) != 0);
    }

    private Path statistics() {
        Path statistics = folder.resolve("digits.stats");
        CommandRun.of("calibrate", MODEL, "--data", DATA, "-o", statistics.toString());
        return statistics;
    }

    /** Enough to be compared for longer than any test waits. */
    private Path manySamples() throws IOException {
        int pixels = 64;
        return NpzBytes.write(
                folder.resolve("many.npz"),
                "image",
                new long[] {MANY, 1, 8, 8},
                new float[MANY * pixels]);
    }

    private Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:-CreateCoredumpOnCrash"));
        command.add("-XX:ErrorFile=" + folder.resolve("hs_err.log"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Main.class.getName(), "quantize", MODEL));
        command.addAll(List.of("-o", folder.resolve("out.onnx").toString()));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private static int end(Process run, String signal) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(run.pid())).start().waitFor();
        boolean ended = run.waitFor(60, TimeUnit.SECONDS);
        run.destroyForcibly();
        assertThat(ended).isTrue();
        return run.exitValue();
    }

    private long temporaries() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".vernier-tmp")).count();
        }
    }

    /** What the run left, but its log. */
    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !List.of("log", "digits.stats", "many.npz").contains(name))
                    .sorted()
                    .toList();
        }
    }
}
