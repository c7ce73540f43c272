package dev.vernier.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.UnsupportedModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every model below the folder named by {@code -Dvernier.models=FOLDER}, the ONNX backend tests
 * that {@code -Pexhaustive} fetches, comes back byte for byte.
 */
@Tag("exhaustive")
class RoundTripFolderTest {

    @Test
    void everyModelIsWrittenAsItWasRead(@TempDir Path folder) throws IOException {
        String root = System.getProperty("vernier.models", "");
        assertThat(root).as("-Dvernier.models, which -Pexhaustive sets").isNotEmpty();
        List<Path> models;
        try (Stream<Path> files = Files.walk(Path.of(root))) {
            models = files.filter(f -> f.toString().endsWith(".onnx")).sorted().toList();
        }
        assertThat(models).isNotEmpty();
        List<String> changed = new ArrayList<>();
        for (Path model : models) {
            roundTrip(model, folder.resolve("written.onnx")).ifPresent(changed::add);
        }
        System.out.println(models.size() + " models, " + changed.size() + " not the same");
        assertThat(changed).isEmpty();
    }

    private Optional<String> roundTrip(Path file, Path written) throws IOException {
        try {
            ModelFile model = ModelFile.read(file);
            ModelFile.write(written, model.model(), true, OutputFile.Check.NONE);
        } catch (UnsupportedModelException | ModelFormatException e) {
            return Optional.of(e.toString());
        }
        return Files.mismatch(file, written) < 0
                ? Optional.empty()
                : Optional.of(file + " differs at " + Files.mismatch(file, written));
    }
}
