package dev.vernier.improve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.data.ModelInputs;
import dev.vernier.data.Sample;
import dev.vernier.data.SampleCursor;
import dev.vernier.data.SampleTensor;
import dev.vernier.data.Samples;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Extras;
import dev.vernier.graph.ValueInfo;
import dev.vernier.graph.ValueType.TensorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptSamplesTest {

    private static final int LARGE = 20_000;

    private static final ModelInputs INPUTS =
            new ModelInputs(
                    List.of(),
                    List.of(
                            anyOf("x", ElementType.FLOAT),
                            anyOf("image", ElementType.FLOAT),
                            anyOf("text", ElementType.STRING)));

    private final Path folder;
    private final OwnTemporaryFolder temporary;

    KeptSamplesTest(@TempDir Path folder) {
        this.folder = folder;
        this.temporary = new OwnTemporaryFolder(folder);
    }

    @AfterEach
    void useTheSystemsFolder() {
        temporary.close();
    }

    @Test
    void theSameSamplesAreKeptWhereverTheyAre() throws IOException {
        List<Sample> small = samples(1000, 3, 3);
        List<Sample> large = samples(1000, LARGE, LARGE);
        try (KeptSamples ofSmall = passed(small);
                KeptSamples ofLarge = passed(large)) {
            assertThat(ofSmall.kept()).hasSize(128).isSubsetOf(small);
            assertThat(ofLarge.kept()).isSubsetOf(large);
            assertThat(names(ofLarge.kept())).isEqualTo(names(ofSmall.kept())).isSorted();
        }
    }

    @Test
    void largeSamplesAreInAFileUntilTheyAreForgotten() throws IOException {
        try (KeptSamples kept = passed(samples(400, LARGE - 100, LARGE))) {
            assertThat(bytesOfFiles()).isBetween(128L * 4 * (LARGE - 100), 2L * 128 * 4 * LARGE);
            kept.forget();
            assertThat(bytesOfFiles()).isZero();
            assertThat(kept.kept()).isEmpty();
        }
    }

    @Test
    void smallSamplesNeedNoFile() throws IOException {
        try (KeptSamples kept = passed(samples(400, 3, 9))) {
            assertThat(kept.kept()).hasSize(128);
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void stringsStayWhatTheyAre() throws IOException {
        Map<String, SampleTensor> inputs = new LinkedHashMap<>();
        inputs.put("text", SampleTensor.ofStrings(new long[] {1}, List.of("one")));
        inputs.put("image", tensor(LARGE, 7));
        Sample mixed = new Sample("a", inputs);
        try (KeptSamples kept = passed(List.of(mixed))) {
            assertThat(bytesOfFiles()).isEqualTo(4 * LARGE);
            assertThat(kept.kept()).containsExactly(mixed);
        }
    }

    @Test
    void withoutAFolderTheyStayInMemory() throws IOException {
        List<Sample> large = samples(200, LARGE, LARGE);
        temporary.lose();
        try (KeptSamples kept = passed(large)) {
            assertThat(kept.kept()).hasSize(128).isSubsetOf(large);
        }
    }

    private static ValueInfo anyOf(String name, ElementType type) {
        return new ValueInfo(name, new TensorType(type, Optional.empty(), Extras.NONE));
    }

    private static KeptSamples passed(List<Sample> samples) throws IOException {
        KeptSamples kept = new KeptSamples(Samples.of(samples));
        try (SampleCursor cursor = kept.cursor(INPUTS)) {
            while (cursor.next().isPresent()) {
                // keeping is all that a pass is for here
            }
        }
        return kept;
    }

    /** Of lengths from {@code shortest} to {@code longest} in turn. */
    private static List<Sample> samples(int count, int shortest, int longest) {
        return IntStream.range(0, count)
                .mapToObj(
                        i ->
                                new Sample(
                                        "%04d".formatted(i),
                                        Map.of(
                                                "x",
                                                tensor(
                                                        shortest + i % (longest - shortest + 1),
                                                        i))))
                .toList();
    }

    private static SampleTensor tensor(int length, int first) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = first + i;
        }
        return SampleTensor.ofFloats(new long[] {length}, values);
    }

    private static List<String> names(List<Sample> samples) {
        return samples.stream().map(Sample::name).toList();
    }

    private long bytesOfFiles() throws IOException {
        return temporary.files().stream().mapToLong(file -> file.toFile().length()).sum();
    }
}
