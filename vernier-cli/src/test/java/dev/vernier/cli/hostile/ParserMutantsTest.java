package dev.vernier.cli.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a file holds, reading it takes less than a second of a core and 256 MB, and ends with a
 * declared exception or a sound model. {@code -Dvernier.seed=N} makes other mutants.
 */
class ParserMutantsTest {

    private static final long SEED = Long.getLong("vernier.seed", 20260101L);

    @TempDir private Path folder;

    @Test
    void twentyThousandMutants() throws Exception {
        read(20_000);
    }

    @Test
    @Tag("exhaustive")
    void oneMillionMutants() throws Exception {
        read(1_000_000);
    }

    private void read(int mutants) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        int exitCode =
                Jvm.run(
                        log,
                        List.of("-Xmx256m"),
                        MutantReader.class.getName(),
                        folder.toString(),
                        Integer.toString(mutants),
                        Long.toString(SEED));
        String output = Files.readString(log);
        System.out.println("first seed " + SEED + "; " + output.strip());
        assertThat(exitCode).as(output).isZero();
    }
}
