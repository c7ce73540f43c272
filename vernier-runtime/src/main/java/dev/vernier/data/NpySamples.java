package dev.vernier.data;

import dev.vernier.graph.ValueInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;

/** One {@code .npy} file for a model with one input, cut along its first axis. */
final class NpySamples implements Samples {

    private final Path file;

    NpySamples(Path file) {
        this.file = file;
    }

    @Override
    public SampleCursor cursor(ModelInputs inputs) throws IOException {
        String input = onlyInput(file, inputs);
        NpyArray array = NpyFile.open(file);
        try {
            return new BatchCursor(
                    file.getFileName().toString(),
                    Map.of(input, array),
                    inputs,
                    new LinkedHashSet<>(),
                    array);
        } catch (RuntimeException e) {
            array.close();
            throw e;
        }
    }

    /** The name of the one input that arrays without names can feed. */
    static String onlyInput(Path path, ModelInputs inputs) {
        return inputs.only()
                .map(ValueInfo::name)
                .orElseThrow(
                        () ->
                                new DataException(
                                        "%s: .npy arrays must be for a model with one input, here"
                                                        .formatted(path)
                                                + " use .npz with arrays by input name; needed=["
                                                + inputs.describe()
                                                + "]"));
    }
}
