package dev.vernier.cli.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.vernier.Quantizer;
import dev.vernier.data.DataException;
import dev.vernier.data.Samples;
import dev.vernier.evaluate.QuantizedModelException;
import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.UnsupportedModelException;
import dev.vernier.improve.Effort;
import dev.vernier.runner.RunException;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.target.Target;
import dev.vernier.target.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models damaged field by field are quantized as a whole: each is refused in words, within bounded
 * time, or what is written passes the reference checker, loads, and gives finite numbers, where its
 * float model does. {@code -Dvernier.seed=N} makes other mutants.
 */
class QuantizeMutantsTest {

    private static final long SEED = Long.getLong("vernier.seed", 20260101L);

    /** No mutant takes a tenth of it unless something hangs. */
    private static final long SECONDS = 30;

    private static final List<Class<? extends Exception>> DECLARED =
            List.of(
                    ModelFormatException.class,
                    UnsupportedModelException.class,
                    DataException.class,
                    RunException.class,
                    QuantizedModelException.class);

    private static final List<Target> TARGETS =
            List.of(Targets.ONNXRUNTIME_CPU, Targets.ONNXRUNTIME_CPU, Targets.TENSORRT);

    @TempDir private Path folder;

    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();

    @Test
    void someMutants() throws Exception {
        quantize(60);
    }

    @Test
    @Tag("exhaustive")
    void fiveThousandMutants() throws Exception {
        quantize(5_000);
    }

    private void quantize(int mutants) throws Exception {
        List<ModelProto> seeds = Seeds.quantizable();
        ExecutorService worker = Executors.newCachedThreadPool(QuantizeMutantsTest::daemon);
        for (long seed = SEED; seed < SEED + mutants; seed++) {
            ModelProto sound = seeds.get(Math.floorMod(seed, seeds.size()));
            Path file = folder.resolve("mutant.onnx");
            Files.write(file, new Mutator(seed).fields(sound).toByteArray());
            count(seed, outcome(worker, file, seed));
        }
        worker.shutdown();
        System.out.println(
                mutants
                        + " mutants from seed "
                        + SEED
                        + ": "
                        + outcomes
                        + ", "
                        + violations.size()
                        + " violations");
        assertThat(violations).isEmpty();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "mutant");
        thread.setDaemon(true);
        return thread;
    }

    private void count(long seed, String outcome) {
        if (outcome.startsWith("VIOLATION")) {
            violations.add("seed " + seed + ": " + outcome);
        }
        outcomes.merge(outcome.split(":", 2)[0], 1, Integer::sum);
    }

    private String outcome(ExecutorService worker, Path file, long seed) throws Exception {
        Path output = folder.resolve("out.onnx");
        Files.deleteIfExists(output);
        Future<String> work = worker.submit(() -> quantize(file, output, seed));
        try {
            return work.get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return "VIOLATION time: no end within " + SECONDS + " s";
        } catch (ExecutionException e) {
            return "VIOLATION undeclared: " + e.getCause();
        }
    }

    private static String quantize(Path file, Path output, long seed) throws IOException {
        Target target = TARGETS.get(Math.floorMod(seed / 7, TARGETS.size()));
        try (Samples samples = Samples.random(2, 1)) {
            Quantizer.of(file)
                    .target(target)
                    .effort(seed % 5 == 0 ? Effort.BALANCED : Effort.FAST)
                    .running(RunnerOptions.DEFAULT.withThreads(1))
                    .calibrateWith(samples)
                    .writeTo(output);
        } catch (IOException | RuntimeException e) {
            if (Files.exists(output)) {
                return "VIOLATION left: a refused model was written, " + e;
            }
            return DECLARED.stream().anyMatch(type -> type.isInstance(e))
                    ? refusal(e, file)
                    : "VIOLATION undeclared: " + e + " at " + List.of(e.getStackTrace()).get(0);
        }
        return Soundness.violation(file, output)
                .map(fault -> "VIOLATION unsound: " + fault)
                .orElse("written");
    }

    private static String refusal(Exception e, Path file) {
        return String.valueOf(e.getMessage()).contains(file.toString())
                ? "refused by " + e.getClass().getSimpleName()
                : "VIOLATION unplaced: refused without the file, " + e;
    }
}
