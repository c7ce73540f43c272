package dev.vernier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vernier.data.Sample;
import dev.vernier.data.Samples;
import dev.vernier.evaluate.KernelProbe;
import dev.vernier.improve.Effort;
import dev.vernier.numeric.ErrorAccumulator;
import dev.vernier.runner.Runner;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.RunnerOptions.Optimization;
import dev.vernier.runner.Runners;
import dev.vernier.target.Targets;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A processor with AVX2 and without VNNI, emulated by qemu's user mode: there ONNX Runtime adds
 * products in pairs of 16 bits. What is written for it is what the file says; what is written for
 * processors with VNNI is not.
 *
 * <p>The files are written here and run in a JVM inside of the emulator. Skipped where there is no
 * {@code qemu-x86_64} (Debian's package qemu-user).
 */
@Tag("exhaustive")
class EmulatedProcessorTest {

    private static final String EMULATOR = "qemu-x86_64";
    private static final String PROCESSOR = "Haswell-noTSX";
    private static final Pattern LINE = Pattern.compile("deviation (\\d+) (\\S+)");
    private static final Pattern SQNR = Pattern.compile("sqnr (\\S+)");
    private static final Sample MINILM_SAMPLE = MiniLmShapesTest.sample(1, 16);

    @TempDir private Path folder;

    @BeforeAll
    static void requireEmulator() {
        assumeTrue(
                Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, EMULATOR))),
                EMULATOR + " must be installed to emulate a processor without VNNI");
    }

    @Test
    void fileForThatProcessorIsExactThere() throws Exception {
        Map<WorstProduct, Double> deviations = emulated("avx2");

        System.out.println("avx2 file without VNNI: " + deviations);
        assertThat(deviations.values()).allMatch(deviation -> deviation < 1e-3);
    }

    /** Else the emulator would prove nothing. */
    @Test
    void fileForProcessorsWithVnniIsFarOffThere() throws Exception {
        Map<WorstProduct, Double> deviations = emulated("avx512_vnni");

        System.out.println("avx512_vnni file without VNNI: " + deviations);
        assertThat(deviations)
                .allSatisfy(
                        (product, deviation) -> {
                            if (product.isDepthwise()) {
                                assertThat(deviation).isLessThan(1e-3);
                            } else {
                                assertThat(deviation).isBetween(0.2, 0.8);
                            }
                        });
    }

    /** MiniLM: rounding only for the file of that processor, far more for the other. */
    @Test
    void realModelIsWhatItsFileSaysThere() throws Exception {
        double own = emulatedMiniLm("avx2");
        double other = emulatedMiniLm("avx512_vnni");

        System.out.printf(
                "MiniLM without VNNI against its definition: avx2 %.1f dB, avx512_vnni %.1f dB%n",
                own, other);
        assertThat(own).isGreaterThan(30);
        assertThat(own - other).isGreaterThan(10);
    }

    private double emulatedMiniLm(String preset) throws Exception {
        Path model = Files.createDirectories(folder.resolve(preset));
        Quantizer.of(MiniLmFiles.model(model))
                .target(Targets.named(preset))
                .calibrateWith(Samples.of(MINILM_SAMPLE))
                .effort(Effort.FAST)
                .writeTo(model.resolve("model.int8.onnx"));
        Matcher line = SQNR.matcher(child(model));
        assertThat(line.find()).isTrue();
        return Double.parseDouble(line.group(1));
    }

    /** How far each product is off, run inside of the emulator. */
    private Map<WorstProduct, Double> emulated(String preset) throws Exception {
        List<WorstProduct> products = WorstProduct.all().toList();
        for (int i = 0; i < products.size(); i++) {
            products.get(i).quantize(Targets.named(preset), folder, file(folder, i));
        }
        Matcher lines = LINE.matcher(child(folder));
        Map<WorstProduct, Double> deviations = new LinkedHashMap<>();
        while (lines.find()) {
            deviations.put(
                    products.get(Integer.parseInt(lines.group(1))),
                    Double.parseDouble(lines.group(2)));
        }
        assertThat(deviations).hasSize(products.size());
        return deviations;
    }

    private static String child(Path folder) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(EMULATOR, "-cpu", PROCESSOR));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // One simple compiler and collector: they cost least where every instruction is emulated.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(EmulatedProcessorTest.class.getName(), folder.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("saturates true");
        return output;
    }

    private static Path file(Path folder, int product) {
        return folder.resolve("product" + product + ".int8.onnx");
    }

    /** What runs inside of the emulator: the files of the folder that it is given. */
    public static void main(String[] arguments) {
        System.out.println("saturates " + KernelProbe.saturates());
        Path folder = Path.of(arguments[0]);
        List<WorstProduct> products = WorstProduct.all().toList();
        for (int i = 0; i < products.size(); i++) {
            if (Files.exists(file(folder, i))) {
                double deviation = products.get(i).deviation(file(folder, i));
                System.out.println("deviation " + i + " " + deviation);
            }
        }
        Path model = folder.resolve("model.int8.onnx");
        if (Files.exists(model)) {
            ErrorAccumulator error = new ErrorAccumulator();
            error.add(run(model, Optimization.NONE), run(model, Optimization.ALL));
            System.out.println("sqnr " + error.measures().signalToNoise());
        }
    }

    private static float[] run(Path model, Optimization optimization) {
        try (Runner runner =
                Runners.onnxRuntime(model, RunnerOptions.DEFAULT.withOptimization(optimization))) {
            return runner.run(MINILM_SAMPLE).values().iterator().next().floats();
        }
    }
}
