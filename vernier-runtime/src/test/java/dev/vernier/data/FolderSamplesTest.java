package dev.vernier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Shape;
import dev.vernier.graph.ValueInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSamplesTest {

    private final Path folder;

    FolderSamplesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private List<Sample> read(DataOptions options) throws IOException {
        try (Samples samples = Samples.open(folder, options)) {
            return Passes.all(samples, Passes.X2);
        }
    }

    private void npy(String name, float... values) throws IOException {
        Files.write(
                folder.resolve(name), NpyBytes.floats(new long[] {values.length / 2, 2}, values));
    }

    @Test
    void eachNpyIsOneRunInTheOrderOfNames() throws IOException {
        npy("b.npy", 3, 4, 5, 6);
        npy("a.npy", 1, 2);

        List<Sample> samples = read(DataOptions.DEFAULT);

        assertThat(Passes.names(samples)).containsExactly("a.npy", "b.npy");
        assertThat(samples.get(1).inputs())
                .containsEntry("x", SampleTensor.ofFloats(new long[] {2, 2}, 3, 4, 5, 6));
    }

    @Test
    void eachNpzIsOneRunScalarsIncluded() throws IOException {
        ModelInputs inputs =
                Passes.inputs(
                        ValueInfo.tensor("x", ElementType.FLOAT, Passes.batchOf(2)),
                        ValueInfo.tensor("rate", ElementType.INT64, Shape.SCALAR));
        NpyBytes.writeNpz(
                folder.resolve("run.npz"),
                "rate",
                NpyBytes.longs(new long[0], 16000),
                "x",
                NpyBytes.floats(new long[] {3, 2}, 1, 2, 3, 4, 5, 6));

        try (Samples samples = Samples.folder(folder)) {
            assertThat(Passes.all(samples, inputs).get(0).inputs())
                    .containsEntry("rate", SampleTensor.ofLongs(new long[0], 16000))
                    .containsEntry("x", SampleTensor.ofFloats(new long[] {3, 2}, 1, 2, 3, 4, 5, 6));
        }
    }

    @Test
    void otherFilesAreNoted() throws IOException {
        npy("a.npy", 1, 2);
        Files.writeString(folder.resolve("README.md"), "about");

        try (SampleCursor cursor = Samples.folder(folder).cursor(Passes.X2)) {
            assertThat(Passes.rest(cursor)).hasSize(1);
            assertThat(cursor.notes()).containsExactly("ignored in the folder: README.md");
        }
    }

    @Test
    void refusesFoldersThatCouldBeReadInTwoWaysOrNone() throws IOException {
        assertThatThrownBy(() -> read(DataOptions.DEFAULT))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("found");
        npy("a.npy", 1, 2);
        NpyBytes.writeNpz(folder.resolve("b.npz"), "x", NpyBytes.floats(new long[] {1, 2}, 1, 2));
        assertThatThrownBy(() -> read(DataOptions.DEFAULT))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("found");
    }

    @Test
    void oneBadFileAmongManyIsRefusedOrSkipped() throws IOException {
        for (int i = 0; i < 20; i++) {
            npy("%02d.npy".formatted(i), i, i);
        }
        Files.write(
                folder.resolve("07.npy"),
                NpyBytes.array(1, NpyBytes.header("|O", false, 1), new byte[8]));
        Files.write(folder.resolve("11.npy"), NpyBytes.floats(new long[] {1, 3}, 1, 2, 3));

        assertThatThrownBy(() -> read(DataOptions.DEFAULT))
                .isInstanceOf(BadSampleException.class)
                .hasMessageStartingWith("07.npy: ")
                .hasMessageContaining("pickled Python objects");
        assertThatThrownBy(() -> read(DataOptions.DEFAULT.withBadSamples(5)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("at most 5 % of 20; bad=2, first: 07.npy");
        try (SampleCursor cursor =
                Samples.open(folder, DataOptions.DEFAULT.withBadSamples(10)).cursor(Passes.X2)) {
            assertThat(Passes.rest(cursor)).hasSize(18);
            assertThat(cursor.notes())
                    .hasSize(3)
                    .contains("skipped 2 of 20 samples [bad-samples]")
                    .anyMatch(note -> note.startsWith("skipped 07.npy"))
                    .anyMatch(note -> note.startsWith("skipped 11.npy"));
        }
    }

    @Test
    void aFileDamagedAtItsStartIsNotOverlooked() throws IOException {
        npy("a.npy", 1, 2);
        Files.write(folder.resolve("b.npy"), new byte[100]);

        assertThatThrownBy(() -> read(DataOptions.DEFAULT))
                .isInstanceOf(BadSampleException.class)
                .hasMessage(
                        "b.npy: array must begin with the npy magic bytes; save it with numpy.save");
        assertThat(read(DataOptions.DEFAULT.withBadSamples(50))).hasSize(1);
    }

    @Test
    void dataWithoutASampleIsRefusedWithItsPath() throws IOException {
        Path file = folder.resolve("none.npz");
        NpyBytes.writeNpz(file, "x", NpyBytes.floats(new long[] {0, 2}));
        Path bad = Files.createDirectories(folder.resolve("bad"));
        Files.write(bad.resolve("a.npy"), NpyBytes.floats(new long[] {1, 3}, 1, 2, 3));

        assertThatThrownBy(() -> readAll(file, DataOptions.DEFAULT))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        file + ": sample data must hold at least one sample, better 32; samples=0");
        assertThatThrownBy(() -> readAll(bad, DataOptions.DEFAULT.withBadSamples(100)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(
                        "samples=0; skipped 1 of 1 samples [bad-samples]; skipped a.npy");
    }

    private static List<Sample> readAll(Path path, DataOptions options) throws IOException {
        try (Samples samples = Samples.open(path, options)) {
            return Passes.all(samples, Passes.X2);
        }
    }

    @Test
    void choosesSomeTheSameForTheSameSeed() throws IOException {
        for (int i = 0; i < 50; i++) {
            npy("%02d.npy".formatted(i), i, i);
        }

        List<String> ten = Passes.names(read(DataOptions.DEFAULT.withLimit(10, 1)));

        assertThat(ten).hasSize(10).isSorted().doesNotHaveDuplicates();
        assertThat(Passes.names(read(DataOptions.DEFAULT.withLimit(10, 1)))).isEqualTo(ten);
        assertThat(Passes.names(read(DataOptions.DEFAULT.withLimit(10, 2)))).isNotEqualTo(ten);
        assertThat(read(DataOptions.DEFAULT.withLimit(99, 1))).hasSize(50);
    }

    @Test
    void choosesFromAnNpzByPassingOverRows() throws IOException {
        float[] values = new float[200];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.floorDiv(i, 2);
        }
        Path file = folder.resolve("data.npz");
        NpyBytes.writeNpz(file, "x", NpyBytes.floats(new long[] {100, 2}, values));

        try (Samples samples = Samples.open(file, DataOptions.DEFAULT.withLimit(7, 3))) {
            assertThat(Passes.all(samples, Passes.X2))
                    .hasSize(7)
                    .allSatisfy(
                            sample ->
                                    assertThat(sample.inputs())
                                            .containsEntry("x", rowNamedIn(sample.name())));
        }
    }

    private static SampleTensor rowNamedIn(String sample) {
        int row = Integer.parseInt(sample.replaceAll("\\D", ""));
        return SampleTensor.ofFloats(new long[] {1, 2}, row, row);
    }

    @Test
    void missingDataIsNoSuchFile() {
        assertThatThrownBy(() -> Samples.open(folder.resolve("none"), DataOptions.DEFAULT))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("none");
    }

    @Test
    void refusesFilesThatAreNoData() throws IOException {
        Path file = folder.resolve("noise.txt");
        Files.write(file, new byte[] {1, 0, 2});

        assertThatThrownBy(() -> Samples.open(file, DataOptions.DEFAULT))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("noise.txt: sample data must be");
    }
}
