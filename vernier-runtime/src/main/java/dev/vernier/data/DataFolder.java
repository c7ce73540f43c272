package dev.vernier.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Folders of sample data: every file, or test data set, of one kind is a run. */
final class DataFolder {

    private static final Set<DataKind> KINDS =
            Set.of(DataKind.NPZ, DataKind.NPY, DataKind.IMAGE, DataKind.TEST_DATA_SET);

    private static final int NAMED = 5;

    private DataFolder() {}

    /**
     * Tells what the folder holds.
     *
     * @throws DataException if it holds nothing that is sample data, or several kinds of it
     */
    static Samples open(Path folder, DataOptions options) throws IOException {
        if (TestDataSet.isOne(folder)) {
            return new FolderSamples(List.of(folder), TestDataSet::read, List.of());
        }
        Map<DataKind, List<Path>> found = new EnumMap<>(DataKind.class);
        List<String> others = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.sorted().toList()) {
                DataKind kind = kind(entry);
                if (KINDS.contains(kind)) {
                    found.computeIfAbsent(kind, absent -> new ArrayList<>()).add(entry);
                } else {
                    others.add(entry.getFileName().toString());
                }
            }
        }
        if (found.size() != 1) {
            throw new DataException(
                    folder
                            + ": folder must hold runs of one kind, .npz, .npy, JPEG or PNG images or"
                            + " test_data_set_*; found="
                            + (found.isEmpty() ? "none" : counts(found))
                            + ", others="
                            + (others.isEmpty() ? "none" : named(others)));
        }
        List<String> notes =
                others.isEmpty() ? List.of() : List.of("ignored in the folder: " + named(others));
        Map.Entry<DataKind, List<Path>> only = found.entrySet().iterator().next();
        return switch (only.getKey()) {
            case NPZ -> new FolderSamples(only.getValue(), ArrayFiles::npz, notes);
            case NPY -> new FolderSamples(only.getValue(), ArrayFiles::npy, notes);
            case IMAGE -> images(only.getValue(), options, notes);
            default -> new FolderSamples(only.getValue(), TestDataSet::read, notes);
        };
    }

    /** By content; what is damaged at its start by name, so that reading it tells what is wrong. */
    private static DataKind kind(Path entry) throws IOException {
        DataKind kind = DataKind.of(entry);
        return kind == DataKind.OTHER && Files.isRegularFile(entry) ? DataKind.named(entry) : kind;
    }

    /** Images, each one run. */
    static Samples images(List<Path> files, DataOptions options, List<String> notes) {
        ImageReader reader = new ImageReader(options.images());
        return new FolderSamples(files, reader::read, notes);
    }

    private static String named(List<String> files) {
        String named = String.join(", ", files.subList(0, Math.min(NAMED, files.size())));
        return files.size() > NAMED
                ? "%s and %d more".formatted(named, files.size() - NAMED)
                : named;
    }

    private static Map<DataKind, Integer> counts(Map<DataKind, List<Path>> found) {
        Map<DataKind, Integer> counts = new EnumMap<>(DataKind.class);
        found.forEach((kind, files) -> counts.put(kind, files.size()));
        return counts;
    }
}
