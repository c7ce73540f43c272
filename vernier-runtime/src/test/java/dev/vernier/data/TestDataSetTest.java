package dev.vernier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestDataSetTest {

    /** dims 1 and 2, data_type float, raw_data 1 and 2; the name follows. */
    private static final byte[] TENSOR = {8, 1, 8, 2, 16, 1, 74, 8, 0, 0, -128, 63, 0, 0, 0, 64};

    private final Path folder;

    TestDataSetTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private void write(String set, char name) throws IOException {
        Files.createDirectories(folder.resolve(set));
        byte[] named = java.util.Arrays.copyOf(TENSOR, TENSOR.length + 3);
        named[TENSOR.length] = 66; // field 8, name
        named[TENSOR.length + 1] = 1;
        named[TENSOR.length + 2] = (byte) name;
        Files.write(folder.resolve(set).resolve("input_0.pb"), named);
        Files.write(folder.resolve(set).resolve("output_0.pb"), named);
    }

    @Test
    void eachSetIsOneRunByNameOrNumber() throws IOException {
        write("test_data_set_0", 'x');
        write("test_data_set_1", 'q');

        try (Samples samples = Samples.folder(folder)) {
            assertThat(Passes.all(samples, Passes.X2))
                    .extracting(sample -> sample.inputs().get("x"))
                    .containsExactly(
                            SampleTensor.ofFloats(new long[] {1, 2}, 1, 2),
                            SampleTensor.ofFloats(new long[] {1, 2}, 1, 2));
        }
    }

    @Test
    void oneSetMayBeGivenByItself() throws IOException {
        write("test_data_set_3", 'x');

        try (Samples samples = Samples.folder(folder.resolve("test_data_set_3"))) {
            assertThat(Passes.names(Passes.all(samples, Passes.X2)))
                    .containsExactly("test_data_set_3");
        }
    }

    @Test
    void damagedTensorsAreBadSamples() throws IOException {
        write("test_data_set_0", 'x');
        Files.write(
                folder.resolve("test_data_set_0").resolve("input_0.pb"),
                java.util.Arrays.copyOf(TENSOR, 10));

        try (Samples samples = Samples.folder(folder)) {
            assertThatThrownBy(() -> Passes.all(samples, Passes.X2))
                    .isInstanceOf(BadSampleException.class)
                    .hasMessageContaining("input_0.pb");
        }
    }
}
