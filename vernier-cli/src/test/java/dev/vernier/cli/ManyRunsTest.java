package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import dev.vernier.model.ModelFile;
import dev.vernier.model.OutputFile;
import dev.vernier.runner.Runners;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A thousand quantizations in one process: no native handle stays open, and memory stays. */
@Tag("exhaustive")
@EnabledOnOs(OS.LINUX)
class ManyRunsTest {

    private static final int RUNS = 1000;
    private static final int WARM = 250; // compiled, and the heap is as large as it gets
    private static final int WIDTH = 64;
    private static final Pattern RESULT = Pattern.compile("open (\\d+), (\\d+) KB, (\\d+) KB");

    @TempDir private Path folder;

    @Test
    void aThousandRunsLeaveNothing() throws Exception {
        Path log = folder.resolve("log");
        ProcessBuilder child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xms64m",
                                "-Xmx64m",
                                "-XX:+AlwaysPreTouch",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1", // the other compiler takes 25 MB late
                                "-cp",
                                System.getProperty("java.class.path"),
                                ManyRunsTest.class.getName(),
                                folder.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        child.environment().put("MALLOC_ARENA_MAX", "1"); // each more of glibc's keeps 5 MB
        assertThat(child.start().waitFor()).as(Files.readString(log)).isZero();

        String output = Files.readString(log);
        System.out.println(output);
        Matcher result = RESULT.matcher(output);
        assertThat(result.find()).as(output).isTrue();
        assertThat(result.group(1)).isEqualTo("0");
        double early = Long.parseLong(result.group(2));
        double late = Long.parseLong(result.group(3));
        assertThat(late / early).isLessThan(1.05);
    }

    /** What the child does. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Path model = folder.resolve("model.onnx");
        ModelFile.write(model, model(), true, OutputFile.Check.NONE);
        long early = 0;
        for (int run = 1; run <= RUNS; run++) {
            CommandRun done =
                    CommandRun.of(
                            "quantize",
                            model.toString(),
                            "--random",
                            "2",
                            "-o",
                            folder.resolve("out.onnx").toString(),
                            "--force");
            if (done.exitCode() != 0) {
                throw new IllegalStateException(done.err());
            }
            early = run == WARM ? residentKilobytes() : early;
        }
        System.out.printf(
                "open %d, %d KB, %d KB%n", Runners.openHandles(), early, residentKilobytes());
    }

    private static long residentKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static Model model() {
        float[] weights = new float[WIDTH * WIDTH];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (i * 37 % 101 - 50) / 400f;
        }
        float[] bias = new float[WIDTH];
        Arrays.fill(bias, 0.1f);
        long[] square = {WIDTH, WIDTH};
        return Model.of(
                8,
                Graph.builder("small", Opsets.of(17))
                        .input(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(1, WIDTH)))
                        .output(ValueInfo.tensor("y", ElementType.FLOAT, Shape.of(1, WIDTH)))
                        .initializer(Tensor.ofFloats("w", square, weights))
                        .initializer(Tensor.ofFloats("b", new long[] {WIDTH}, bias))
                        .node(Node.of("product", "MatMul", List.of("x", "w"), List.of("p")))
                        .node(Node.of("sum", "Add", List.of("p", "b"), List.of("s")))
                        .node(Node.of("relu", "Relu", List.of("s"), List.of("y")))
                        .build());
    }
}
