package dev.vernier.cli.hostile;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.vernier.data.DataException;
import dev.vernier.data.DataOptions;
import dev.vernier.data.ImagePreprocessing;
import dev.vernier.data.ModelInputs;
import dev.vernier.data.SampleCursor;
import dev.vernier.data.Samples;
import dev.vernier.exchange.TableFormat;
import dev.vernier.graph.Model;
import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.UnsupportedModelException;
import dev.vernier.model.ModelFile;
import dev.vernier.model.OutputFile;
import dev.vernier.plan.NodeFilter;
import dev.vernier.plan.PlanJson;
import dev.vernier.plan.SelectionException;
import dev.vernier.prepare.Preparation;
import dev.vernier.prepare.PreparationOptions;
import dev.vernier.statistics.StatisticsFile;
import dev.vernier.statistics.StatisticsFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Every kind of file that a user can be given by somebody else, read by a fuzzer that looks for
 * ways through the code: nothing but the declared exceptions may come out.
 *
 * <p>An ordinary build runs the committed inputs only, those of {@code InputFuzzTestInputs}; {@link
 * FuzzingTest} lets the fuzzer search for new ones.
 */
class InputFuzzTest {

    private static final ModelInputs INPUTS = inputs();

    private static ModelInputs inputs() {
        try {
            Path file = write("model", ".onnx", Net.model().toByteArray());
            return ModelInputs.of(ModelFile.read(file).model().graph());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same file for each input of a kind, so that a long search leaves one. */
    private static Path write(String name, String extension, byte[] content) throws IOException {
        Path folder =
                Path.of(
                        System.getProperty("java.io.tmpdir", ""),
                        "vernier-fuzz-" + ProcessHandle.current().pid());
        Files.createDirectories(folder);
        return Files.write(folder.resolve(name + extension), content);
    }

    @FuzzTest
    void parse(byte[] content) throws IOException {
        Path file = write("parse", ".onnx", content);
        try {
            ModelFile.read(file);
        } catch (ModelFormatException | UnsupportedModelException refused) {
            requirePlace(refused, file);
        }
    }

    @FuzzTest
    void validate(byte[] content) throws IOException {
        Path file = write("validate", ".onnx", content);
        try {
            Preparation.prepare(ModelFile.read(file).model(), new PreparationOptions(13));
        } catch (ModelFormatException | UnsupportedModelException refused) {
            // declared
        }
    }

    @FuzzTest
    void roundTrip(byte[] content) throws IOException {
        Model model;
        try {
            model = ModelFile.read(write("roundTrip", ".onnx", content)).model();
        } catch (ModelFormatException | UnsupportedModelException refused) {
            return;
        }
        Path written = write("written", ".onnx", new byte[0]);
        ModelFile.write(written, model, true, OutputFile.Check.NONE);
        byte[] once = Files.readAllBytes(written);
        ModelFile.write(written, ModelFile.read(written).model(), true, OutputFile.Check.NONE);
        if (!Arrays.equals(once, Files.readAllBytes(written))) {
            throw new AssertionError(
                    "a model that was written must stay the same when written again");
        }
    }

    @FuzzTest
    void npy(byte[] content) throws IOException {
        drain(Samples.npy(write("npy", ".npy", content)));
    }

    @FuzzTest
    void npz(byte[] content) throws IOException {
        drain(Samples.npz(write("npz", ".npz", content)));
    }

    @FuzzTest
    void tokenizer(byte[] content) throws IOException {
        Path text = write("text", ".txt", "one sentence\n".getBytes(StandardCharsets.UTF_8));
        try {
            drain(Samples.text(text, write("tokenizer", ".json", content)));
        } catch (DataException refused) {
            // declared
        }
    }

    @FuzzTest
    void csv(byte[] content) throws IOException {
        Path text = write("rows", ".csv", content);
        try {
            drain(Samples.open(text, DataOptions.DEFAULT.withColumn("text")));
        } catch (DataException refused) {
            // declared
        }
    }

    /** As it is, and with the checksum that its other bytes ask for: no search comes upon that. */
    @FuzzTest
    void statisticsFile(byte[] content) throws IOException {
        readStatistics(content);
        int end = content.length - Integer.BYTES;
        if (end >= 0) {
            CRC32C checksum = new CRC32C();
            checksum.update(content, 0, end);
            ByteBuffer signed = ByteBuffer.wrap(content.clone());
            readStatistics(signed.putInt(end, (int) checksum.getValue()).array());
        }
    }

    private static void readStatistics(byte[] content) throws IOException {
        try {
            StatisticsFile.read(new ByteArrayInputStream(content));
        } catch (StatisticsFormatException refused) {
            // declared
        }
    }

    @FuzzTest
    void planFile(byte[] content) {
        try {
            PlanJson.read(new String(content, StandardCharsets.UTF_8));
        } catch (ModelFormatException refused) {
            // declared
        }
    }

    @FuzzTest
    void calibrationTable(byte[] content) throws IOException {
        Path file = write("table", ".cache", content);
        try {
            Optional<TableFormat> table = TableFormat.of(file);
            if (table.isPresent()) {
                table.get().read(file);
            }
        } catch (DataException | ModelFormatException refused) {
            // declared
        }
    }

    @FuzzTest
    void options(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        try {
            NodeFilter.parse(text);
        } catch (SelectionException refused) {
            // declared
        }
        try {
            ImagePreprocessing.parse(text);
        } catch (IllegalArgumentException refused) {
            // declared
        }
    }

    private static void drain(Samples samples) throws IOException {
        try (samples;
                SampleCursor cursor = samples.cursor(INPUTS)) {
            while (cursor.next().isPresent()) {
                // whatever is in it fits the model
            }
        } catch (DataException refused) {
            // declared
        }
    }

    private static void requirePlace(RuntimeException refused, Path file) {
        if (!String.valueOf(refused.getMessage()).startsWith(file.toString())) {
            throw new AssertionError("a refusal must name the file", refused);
        }
    }
}
