package dev.vernier.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LongCommandLineTest {

    /** Starts ONNX Runtime, in a process of its own. */
    public static final class Start {

        private Start() {}

        public static void main(String[] arguments) {
            System.out.println(SessionFactory.environment().getVersion());
        }
    }

    @Test
    @Timeout(60)
    void aLongCommandLineDoesNotEndTheProcess() throws IOException, InterruptedException {
        String classPath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                classPath,
                                Start.class.getName(),
                                "x".repeat(50_000))
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
    }
}
