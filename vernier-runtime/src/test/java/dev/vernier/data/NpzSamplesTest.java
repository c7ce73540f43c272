package dev.vernier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Shape;
import dev.vernier.graph.ValueInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzSamplesTest {

    private final Path folder;

    NpzSamplesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path npz(Object... namesAndArrays) throws IOException {
        return NpyBytes.writeNpz(folder.resolve("data.npz"), namesAndArrays);
    }

    @Test
    void cutsTheFirstAxisIntoRunsOfOne() throws IOException {
        Path file = npz("x", NpyBytes.floats(new long[] {3, 2}, 1, 2, 3, 4, 5, 6));

        List<Sample> samples = Passes.all(Samples.npz(file), Passes.X2);

        assertThat(Passes.names(samples))
                .containsExactly("data.npz[0]", "data.npz[1]", "data.npz[2]");
        assertThat(samples.get(1).inputs())
                .containsEntry("x", SampleTensor.ofFloats(new long[] {1, 2}, 3, 4));
    }

    @Test
    void cutsIntoTheFixedBatchSizeAndNotesTheRest() throws IOException {
        Path file = npz("x", NpyBytes.floats(new long[] {5, 1}, 1, 2, 3, 4, 5));
        ModelInputs two = Passes.inputs(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(2, 1)));

        try (SampleCursor cursor = Samples.npz(file).cursor(two)) {
            assertThat(Passes.rest(cursor))
                    .extracting(sample -> sample.inputs().get("x"))
                    .containsExactly(
                            SampleTensor.ofFloats(new long[] {2, 1}, 1, 2),
                            SampleTensor.ofFloats(new long[] {2, 1}, 3, 4));
            assertThat(cursor.size()).hasValue(2);
            assertThat(cursor.notes())
                    .containsExactly(
                            "data.npz: the last 1 rows of 'x' are left out, the model's batch is 2");
        }
    }

    @Test
    void canBePassedOverAgain() throws IOException {
        Samples samples = Samples.npz(npz("x", NpyBytes.floats(new long[] {2, 2}, 1, 2, 3, 4)));

        assertThat(Passes.all(samples, Passes.X2)).isEqualTo(Passes.all(samples, Passes.X2));
    }

    @Test
    void readsBothByteOrdersAndBothAxisOrders() throws IOException {
        ByteBuffer columns = ByteBuffer.allocate(24); // big-endian: 1..6 by columns
        for (float value : new float[] {1, 3, 5, 2, 4, 6}) {
            columns.putFloat(value);
        }
        Path file =
                npz("x", NpyBytes.array(3, NpyBytes.header(">f4", true, 3, 2), columns.array()));

        assertThat(Passes.all(Samples.npz(file), Passes.X2))
                .extracting(sample -> sample.inputs().get("x"))
                .containsExactly(
                        SampleTensor.ofFloats(new long[] {1, 2}, 1, 2),
                        SampleTensor.ofFloats(new long[] {1, 2}, 3, 4),
                        SampleTensor.ofFloats(new long[] {1, 2}, 5, 6));
    }

    @Test
    void fortranOrderOfThreeAxesIsTransposedByDefinition() throws IOException {
        float[] c = new float[24];
        float[] fortran = new float[24];
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 4; k++) {
                    c[(i * 3 + j) * 4 + k] = 100 * i + 10 * j + k;
                    fortran[i + 2 * (j + 3 * k)] = 100 * i + 10 * j + k;
                }
            }
        }
        byte[] bytes = NpyBytes.floats(new long[] {2, 3, 4}, fortran);
        String header = NpyBytes.header("<f4", true, 2, 3, 4);
        byte[] data = Arrays.copyOfRange(bytes, bytes.length - 96, bytes.length);
        Files.write(folder.resolve("x.npy"), NpyBytes.array(1, header, data));

        Sample sample =
                ArrayFiles.npy(folder.resolve("x.npy"), Passes.X2, new java.util.HashSet<>());

        assertThat(sample.inputs())
                .containsEntry("x", SampleTensor.ofFloats(new long[] {2, 3, 4}, c));
    }

    @Test
    void ignoresOtherArraysWithANote() throws IOException {
        Path file =
                npz(
                        "labels", NpyBytes.longs(new long[] {7}, 1, 2, 3, 4, 5, 6, 7),
                        "x", NpyBytes.floats(new long[] {1, 2}, 1, 2));

        try (SampleCursor cursor = Samples.npz(file).cursor(Passes.X2)) {
            assertThat(Passes.rest(cursor)).hasSize(1);
            assertThat(cursor.notes())
                    .containsExactly("array 'labels' is no input of the model: ignored");
        }
    }

    @Test
    void takesASingleArrayForASingleInputWithANote() throws IOException {
        Path file = npz("arr_0", NpyBytes.floats(new long[] {1, 2}, 1, 2));

        try (SampleCursor cursor = Samples.npz(file).cursor(Passes.X2)) {
            assertThat(Passes.rest(cursor)).hasSize(1);
            assertThat(cursor.notes())
                    .containsExactly("array 'arr_0' feeds input 'x', the only one");
        }
    }

    @Test
    void refusesWrongNames() throws IOException {
        byte[] array = NpyBytes.floats(new long[] {1, 2}, 1, 2);
        Path file = npz("y", array, "z", array);

        assertThatThrownBy(() -> Samples.npz(file).cursor(Passes.X2))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("found=[y, z], needed=[x: float[batch,2]]");
    }

    @Test
    void refusesArraysOfDifferentLength() throws IOException {
        ModelInputs both =
                Passes.inputs(
                        ValueInfo.tensor("a", ElementType.FLOAT, Passes.batchOf(1)),
                        ValueInfo.tensor("b", ElementType.FLOAT, Passes.batchOf(1)));
        Path file =
                npz(
                        "a", NpyBytes.floats(new long[] {2, 1}, 1, 2),
                        "b", NpyBytes.floats(new long[] {3, 1}, 1, 2, 3));

        assertThatThrownBy(() -> Samples.npz(file).cursor(both))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("same number of runs; found=[float[2, 1], float[3, 1]]");
    }

    @Test
    void refusesScalars() throws IOException {
        Path file = npz("x", NpyBytes.floats(new long[0], 1));

        assertThatThrownBy(() -> Samples.npz(file).cursor(Passes.X2))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("folder of .npz files");
    }

    @Test
    void refusesADamagedArchive() throws IOException {
        Path file = npz("x", NpyBytes.floats(new long[] {1, 2}, 1, 2));
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

        assertThatThrownBy(() -> Samples.npz(file).cursor(Passes.X2))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("data.npz: npz file must be a whole zip archive");
    }

    @Test
    void refusesDamagedContent() throws IOException {
        float[] values = new float[20_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i);
        }
        Path file = npz("x", NpyBytes.floats(new long[] {10_000, 2}, values));
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 100, (byte) 0xFF);
        Files.write(file, bytes);

        assertThatThrownBy(() -> Passes.all(Samples.npz(file), Passes.X2))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("data.npz[x]");
    }

    @Test
    void refusesStoredContentWithAnotherChecksum() throws IOException {
        byte[] array = NpyBytes.floats(new long[] {1, 2}, 1, 2);
        CRC32 crc = new CRC32();
        crc.update(array);
        ZipEntry entry = new ZipEntry("x.npy");
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(array.length);
        entry.setCrc(crc.getValue());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(entry);
            zip.write(array);
        }
        byte[] damaged = bytes.toByteArray();
        damaged[30 + "x.npy".length() + array.length - 1] ^= 1; // the last byte of the array
        Path file = Files.write(folder.resolve("stored.npz"), damaged);

        assertThatThrownBy(() -> Passes.all(Samples.npz(file), Passes.X2))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("checksum differs");
    }

    @Test
    void refusesHeadersThatClaimOtherSizes() throws IOException {
        byte[] eightBytes = new byte[8];
        String claimsMore = NpyBytes.header("<f4", false, 1L << 28, 2);
        Path file = npz("x", NpyBytes.array(1, claimsMore, eightBytes));

        assertThatThrownBy(() -> Samples.npz(file).cursor(Passes.X2))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("size of its header");
    }

    @Test
    void refusesEntriesThatLieAboutTheirSize() throws IOException {
        String claimsMore = NpyBytes.header("<f4", false, 1L << 20, 2);
        byte[] array = NpyBytes.array(1, claimsMore, new byte[8]);
        Path file = npz("x", array);
        byte[] zip = Files.readAllBytes(file);
        putCentralSize(zip, array.length - 8 + (8 << 20));
        Files.write(file, zip);

        assertThatThrownBy(() -> Passes.all(Samples.npz(file), Passes.X2))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("size that its compressed bytes can give");
    }

    @Test
    void refusesEntriesThatAreLongerThanTheySay() throws IOException {
        byte[] array = NpyBytes.floats(new long[] {2, 2}, 1, 2, 3, 4);
        String claimsLess = NpyBytes.header("<f4", false, 1, 2);
        byte[] data = Arrays.copyOfRange(array, array.length - 16, array.length);
        byte[] longer = NpyBytes.array(1, claimsLess, data);
        Path file = npz("x", longer);
        byte[] zip = Files.readAllBytes(file);
        putCentralSize(zip, longer.length - 8);
        Files.write(file, zip);

        assertThatThrownBy(() -> Passes.all(Samples.npz(file), Passes.X2))
                .isInstanceOf(DataException.class);
    }

    /** Overwrites the uncompressed size in the central directory. */
    private static void putCentralSize(byte[] zip, int size) {
        for (int i = zip.length - 46; i >= 0; i--) {
            if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2) {
                ByteBuffer.wrap(zip).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(i + 24, size);
                return;
            }
        }
        throw new IllegalStateException("no central directory");
    }

    @Test
    void refusesArchivesWithoutArrays() throws IOException {
        Path file = npz();
        assertThatThrownBy(() -> Samples.npz(file).cursor(Passes.X2))
                .isInstanceOf(DataException.class);
    }

    @Test
    void anEmptyFirstAxisGivesNoSamples() throws IOException {
        Path file = npz("x", NpyBytes.floats(new long[] {0, 2}));

        assertThat(Passes.all(Samples.npz(file), Passes.X2)).isEmpty();
    }
}
