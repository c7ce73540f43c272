package dev.vernier.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a file of sample data is, told by its first bytes; text also by its extension. */
enum DataKind {
    NPZ,
    NPY,
    IMAGE,
    LINES,
    CSV,
    JSON_LINES,
    TEST_DATA_SET,
    OTHER;

    private static final int SNIFFED = 4096;
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

    /** Samples of what is at {@code path}, with all that the options ask for. */
    static Samples open(Path path, DataOptions options) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString(), null, "sample data not found");
        }
        Samples read =
                Files.isDirectory(path) ? DataFolder.open(path, options) : file(path, options);
        Samples chosen =
                options.limit().isPresent()
                        ? new ChosenSamples(read, options.limit().getAsInt(), options.seed())
                        : read;
        Samples matched = MatchedSamples.of(chosen, options.cast());
        Samples usable =
                options.badSamples().isPresent()
                        ? new SkippingSamples(matched, options.badSamples().getAsInt())
                        : matched;
        return new NonEmptySamples(usable, path);
    }

    private static Samples file(Path file, DataOptions options) throws IOException {
        return switch (of(file)) {
            case NPZ -> new NpzSamples(file);
            case NPY -> new NpySamples(file);
            case LINES -> TextSamples.of(file, SentenceReader::lines, options);
            case CSV -> TextSamples.of(file, SentenceReader::csv, options);
            case JSON_LINES -> TextSamples.of(file, SentenceReader::jsonLines, options);
            case IMAGE -> DataFolder.images(List.of(file), options, List.of());
            case TEST_DATA_SET, OTHER ->
                    throw new DataException(
                            file
                                    + ": sample data must be .npz, .npy, .txt, .csv, .jsonl, a JPEG or"
                                    + " PNG image, or a folder of such");
        };
    }

    /** The kind of a file or of a folder inside of one. */
    static DataKind of(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Files.isDirectory(file) && TestDataSet.isOne(file) ? TEST_DATA_SET : OTHER;
        }
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(SNIFFED);
        }
        if (startsWith(start, ZIP)) {
            return NPZ;
        }
        if (startsWith(start, NpyHeader.MAGIC)) {
            return NPY;
        }
        if (startsWith(start, JPEG) || startsWith(start, PNG)) {
            return IMAGE;
        }
        for (byte b : start) {
            if (b == 0) {
                return OTHER; // no text has this
            }
        }
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return CSV;
        }
        if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
            return JSON_LINES;
        }
        return name.endsWith(".txt") ? LINES : OTHER;
    }

    /** What the name of a file promises; {@link #OTHER} if it is none that is read in folders. */
    static DataKind named(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".npz")) {
            return NPZ;
        } else if (name.endsWith(".npy")) {
            return NPY;
        }
        return name.matches(".*\\.(jpe?g|png)") ? IMAGE : OTHER;
    }

    /** Whether the content of a file is a PNG image. */
    static boolean isPng(byte[] content) {
        return startsWith(content, PNG);
    }

    private static boolean startsWith(byte[] bytes, byte[] magic) {
        return bytes.length >= magic.length
                && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
    }
}
