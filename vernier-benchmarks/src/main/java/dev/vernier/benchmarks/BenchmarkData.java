package dev.vernier.benchmarks;

import dev.vernier.data.DataOptions;
import dev.vernier.data.ImagePreprocessing;
import dev.vernier.data.MatchedSamples;
import dev.vernier.data.ModelInputs;
import dev.vernier.data.Sample;
import dev.vernier.data.SampleCursor;
import dev.vernier.data.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    /** The first samples, in memory. */
    static List<Sample> decoded(Samples data, WatchedModel model, int count) throws IOException {
        List<Sample> samples = new ArrayList<>();
        try (SampleCursor cursor =
                MatchedSamples.of(data).cursor(ModelInputs.of(model.prepared().graph()))) {
            Optional<Sample> next = cursor.next();
            while (next.isPresent() && samples.size() < count) {
                samples.add(next.get());
                next = cursor.next();
            }
        }
        return samples;
    }
}
