package dev.vernier.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkFiles;

/**
 * A file of the driver that every executor fetches when its first task needs it.
 *
 * @param name among the files of the application, unique by the digest of its content
 * @param path relative to the folder it belongs in
 */
record ShippedFile(String name, String path) implements Serializable {

    /**
     * Hands a file to Spark, by {@link SparkContext#addFile}. A copy travels: the original may
     * change meanwhile.
     *
     * @param digest of the content, or of that of all files it belongs to
     * @param folder what the file's path is relative to
     */
    static ShippedFile ship(SparkContext context, String digest, Path folder, Path file)
            throws IOException {
        String relative = folder.relativize(file).toString();
        String flat = relative.replaceAll("[^A-Za-z0-9._-]", "_");
        ShippedFile shipped = new ShippedFile("vernier-" + digest + "-" + flat, relative);
        Path outbox = root().resolve("vernier-outbox");
        Files.createDirectories(outbox);
        Path copy = outbox.resolve(shipped.name());
        if (!Files.exists(copy)) {
            Path partial = Files.createTempFile(outbox, "copy", "");
            Files.copy(file, partial, StandardCopyOption.REPLACE_EXISTING);
            Files.move(partial, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        context.addFile(copy.toString());
        return shipped;
    }

    /** The folder of fetched files of this process; it goes with the process. */
    static Path root() {
        return Path.of(SparkFiles.getRootDirectory()).toAbsolutePath().normalize();
    }

    /** Where the file is in this process. */
    Path fetched() {
        return Path.of(SparkFiles.get(name)).toAbsolutePath();
    }

    /** Puts the fetched file into its place in a folder. */
    Path placeIn(Path folder) throws IOException {
        Path place = folder.resolve(path).normalize();
        if (!place.startsWith(folder)) {
            throw new IllegalStateException("shipped file must be inside its folder; path=" + path);
        }
        Files.createDirectories(place.resolveSibling("").normalize());
        try {
            Files.createLink(place, fetched());
        } catch (FileSystemException | UnsupportedOperationException noLinks) {
            Files.copy(fetched(), place);
        }
        return place;
    }
}
