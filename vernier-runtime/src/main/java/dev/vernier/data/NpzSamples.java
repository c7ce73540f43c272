package dev.vernier.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** One {@code .npz} file, its arrays cut along their first axis. Memory: that of one run. */
final class NpzSamples implements Samples {

    private final Path file;

    NpzSamples(Path file) {
        this.file = file;
    }

    @Override
    public SampleCursor cursor(ModelInputs inputs) throws IOException {
        NpzFile npz = NpzFile.open(file);
        try {
            Set<String> notes = new LinkedHashSet<>();
            Map<String, NpyArray> arrays = new LinkedHashMap<>();
            Map<String, String> matched =
                    ArrayNames.match(file.toString(), npz.names(), inputs, notes);
            for (Map.Entry<String, String> match : matched.entrySet()) {
                arrays.put(match.getKey(), npz.array(match.getValue()));
            }
            return new BatchCursor(file.getFileName().toString(), arrays, inputs, notes, npz);
        } catch (IOException | RuntimeException e) {
            npz.close();
            throw e;
        }
    }
}
