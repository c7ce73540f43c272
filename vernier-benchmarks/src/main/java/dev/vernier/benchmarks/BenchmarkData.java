package dev.vernier.benchmarks;

import dev.vernier.data.DataOptions;
import dev.vernier.data.ImagePreprocessing;
import dev.vernier.data.Samples;
import java.io.IOException;
import java.nio.file.Path;

/** Sample data from two arguments. */
final class BenchmarkData {

    private BenchmarkData() {}

    /**
     * @param path images, or a file of sentences
     * @param how a preprocessing for images, or a tokenizer.json for sentences
     */
    static Samples open(String path, String how) throws IOException {
        DataOptions options =
                how.endsWith(".json")
                        ? DataOptions.DEFAULT.withTokenizer(Path.of(how))
                        : DataOptions.DEFAULT.withImages(ImagePreprocessing.parse(how));
        return Samples.open(Path.of(path), options);
    }
}
