package dev.vernier.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Array files that are one run each, with shapes as the model takes them. */
final class ArrayFiles {

    private ArrayFiles() {}

    /** An {@code .npz}: arrays by input name. */
    static Sample npz(Path file, ModelInputs inputs, Set<String> notes) throws IOException {
        try (NpzFile npz = NpzFile.open(file)) {
            Map<String, SampleTensor> tensors = new LinkedHashMap<>();
            Map<String, String> matched =
                    ArrayNames.match(file.toString(), npz.names(), inputs, notes);
            for (Map.Entry<String, String> match : matched.entrySet()) {
                try (NpyArray array = npz.array(match.getValue())) {
                    tensors.put(match.getKey(), array.all());
                    array.expectEnd();
                }
            }
            return new Sample(file.getFileName().toString(), tensors);
        }
    }

    /** An {@code .npy} for a model with one input. */
    static Sample npy(Path file, ModelInputs inputs, Set<String> notes) throws IOException {
        String input = NpySamples.onlyInput(file, inputs);
        try (NpyArray array = NpyFile.open(file)) {
            return new Sample(file.getFileName().toString(), Map.of(input, array.all()));
        }
    }
}
