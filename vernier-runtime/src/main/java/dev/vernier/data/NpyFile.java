package dev.vernier.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A {@code .npy} file. */
final class NpyFile {

    private static final int BUFFER = 1 << 16;

    private NpyFile() {}

    /** Starts reading an array. */
    static NpyArray open(Path file) throws IOException {
        return NpyArray.open(
                file.toString(),
                new BufferedInputStream(Files.newInputStream(file), BUFFER),
                Files.size(file));
    }
}
