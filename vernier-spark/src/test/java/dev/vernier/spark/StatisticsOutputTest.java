package dev.vernier.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.statistics.ModelDigest;
import dev.vernier.statistics.StatisticsFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system of Hadoop's that is not the driver's: one that mounts a folder. */
class StatisticsOutputTest {

    private static final String OUTPUT = "viewfs:///out/model.stats";

    @TempDir private Path folder;

    private Configuration hadoop() {
        Configuration hadoop = new Configuration();
        hadoop.set("fs.viewfs.mounttable.default.link./out", folder.toUri().toString());
        hadoop.setBoolean("fs.viewfs.impl.disable.cache", true);
        return hadoop;
    }

    private static StatisticsFile statistics(int samples) {
        return new StatisticsFile(new ModelDigest("0".repeat(64)), samples, Map.of());
    }

    private void write(StatisticsFile statistics, boolean overwrite) throws IOException {
        StatisticsOutput.of(OUTPUT, overwrite, hadoop()).write(statistics);
    }

    private StatisticsFile written() throws IOException {
        return StatisticsFile.read(folder.resolve("model.stats"));
    }

    @Test
    void appearsUnderItsName() throws IOException {
        write(statistics(3), false);

        assertThat(written()).isEqualTo(statistics(3));
        assertNothingElseIsLeft();
    }

    @Test
    void replacesWhatIsThere() throws IOException {
        write(statistics(3), false);
        write(statistics(4), true);

        assertThat(written()).isEqualTo(statistics(4));
        assertNothingElseIsLeft();
    }

    @Test
    void whatIsThereIsNotReplacedUnasked() throws IOException {
        write(statistics(3), false);

        assertThatThrownBy(() -> StatisticsOutput.of(OUTPUT, false, hadoop()))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining(OUTPUT);
    }

    @Test
    void whatAppearsMeanwhileIsNotReplacedUnasked() throws IOException {
        StatisticsOutput output = StatisticsOutput.of(OUTPUT, false, hadoop());
        write(statistics(3), false);

        assertThatThrownBy(() -> output.write(statistics(4)))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(written()).isEqualTo(statistics(3));
        assertNothingElseIsLeft();
    }

    /** But for the checksums that Hadoop keeps beside its files. */
    private void assertNothingElseIsLeft() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .filteredOn(name -> !name.endsWith(".crc"))
                    .containsExactly("model.stats");
        }
    }
}
