package dev.vernier.cli.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.Jazzer;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each target of {@link InputFuzzTest} in a JVM of its own, with the fuzzer looking for new inputs
 * for {@code -Dvernier.fuzz.seconds=N} seconds. What crashes a target is left in the folder of its
 * committed inputs, where every build runs it from then on.
 */
@Tag("exhaustive")
class FuzzingTest {

    private static final int SECONDS = Integer.getInteger("vernier.fuzz.seconds", 60);

    /** Seconds of one input, by the clock: a machine may stand still for a while. */
    private static final int LONGEST = 60;

    /** Selections of nodes are regular expressions, by whoever runs the command. */
    private static final String BY_DESIGN =
            "com.code_intelligence.jazzer.sanitizers.RegexInjection";

    private static final Path COMMITTED =
            Path.of("src/test/resources/dev/vernier/cli/hostile/InputFuzzTestInputs");

    @TempDir private Path folder;

    static Stream<String> targets() {
        return Arrays.stream(InputFuzzTest.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(FuzzTest.class))
                .map(Method::getName)
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void findsNothing(String target) throws IOException, InterruptedException {
        Path corpus = Files.createDirectories(folder.resolve("corpus"));
        Path committed = Files.createDirectories(COMMITTED.resolve(target)).toAbsolutePath();
        Path log = folder.resolve("log");
        int exitCode =
                Jvm.run(
                        log,
                        List.of("-Xmx512m"),
                        Jazzer.class.getName(),
                        "--target_class=" + InputFuzzTest.class.getName(),
                        "--target_method=" + target,
                        "--instrumentation_includes=dev.vernier.**",
                        "--disabled_hooks=" + BY_DESIGN,
                        "--reproducer_path=" + folder,
                        "-max_total_time=" + SECONDS,
                        "-max_len=65536",
                        "-timeout=" + LONGEST,
                        "-rss_limit_mb=3000",
                        "-artifact_prefix=" + committed + "/",
                        corpus.toString(),
                        committed.toString());
        List<String> lines = Files.readAllLines(log);
        lines.stream()
                .filter(line -> line.startsWith("Done ") || line.contains("stat::"))
                .forEach(line -> System.out.println(target + ": " + line));
        assertThat(exitCode).as(String.join("\n", lines)).isZero();
    }
}
