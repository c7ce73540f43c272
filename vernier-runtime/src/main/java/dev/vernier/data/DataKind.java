package dev.vernier.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What a file of sample data is, told by its first bytes; text also by its extension. */
enum DataKind {
    NPZ,
    NPY,
    LINES,
    CSV,
    JSON_LINES,
    OTHER;

    private static final int SNIFFED = 4096;
    private static final byte[] ZIP = {'P', 'K', 3, 4};

    /** Samples of what is at {@code path}, with all that the options ask for. */
    static Samples open(Path path, DataOptions options) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString(), null, "sample data not found");
        }
        Samples read = Files.isDirectory(path) ? folder(path) : file(path, options);
        Samples chosen =
                options.limit().isPresent()
                        ? new ChosenSamples(read, options.limit().getAsInt(), options.seed())
                        : read;
        Samples matched = MatchedSamples.of(chosen, options.cast());
        return options.badSamples().isPresent()
                ? new SkippingSamples(matched, options.badSamples().getAsInt())
                : matched;
    }

    private static Samples file(Path file, DataOptions options) throws IOException {
        return switch (of(file)) {
            case NPZ -> new NpzSamples(file);
            case NPY -> new NpySamples(file);
            case LINES -> TextSamples.of(file, SentenceReader::lines, options);
            case CSV -> TextSamples.of(file, SentenceReader::csv, options);
            case JSON_LINES -> TextSamples.of(file, SentenceReader::jsonLines, options);
            case OTHER ->
                    throw new DataException(
                            "%s: sample data must be .npz, .npy, .txt, .csv, .jsonl or a folder"
                                    .formatted(file));
        };
    }

    private static Samples folder(Path folder) throws IOException {
        Map<DataKind, List<Path>> files = new EnumMap<>(DataKind.class);
        List<String> ignored = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.sorted().toList()) {
                DataKind kind = Files.isRegularFile(entry) ? of(entry) : OTHER;
                if (kind == NPZ || kind == NPY) {
                    files.computeIfAbsent(kind, absent -> new ArrayList<>()).add(entry);
                } else {
                    ignored.add(entry.getFileName().toString());
                }
            }
        }
        if (files.size() != 1) {
            throw new DataException(
                    ("%s: folder must hold .npz files or .npy files, each one run; found .npz=%d,"
                                    + " .npy=%d, others=%s")
                            .formatted(
                                    folder,
                                    files.getOrDefault(NPZ, List.of()).size(),
                                    files.getOrDefault(NPY, List.of()).size(),
                                    ignored));
        }
        List<String> notes =
                ignored.isEmpty() ? List.of() : List.of("ignored in the folder: " + ignored);
        return files.containsKey(NPZ)
                ? new FolderSamples(files.getOrDefault(NPZ, List.of()), ArrayFiles::npz, notes)
                : new FolderSamples(files.getOrDefault(NPY, List.of()), ArrayFiles::npy, notes);
    }

    /** The kind of a file. */
    static DataKind of(Path file) throws IOException {
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

    private static boolean startsWith(byte[] bytes, byte[] magic) {
        return bytes.length >= magic.length
                && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
    }
}
