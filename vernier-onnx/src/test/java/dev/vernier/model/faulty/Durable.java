package dev.vernier.model.faulty;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** What of the changes to real files has reached the disk. */
final class Durable {

    /** Takes a change of names back. */
    @FunctionalInterface
    private interface Undo {
        void run() throws IOException;
    }

    /** What the disk has of files that were written to since they were forced. */
    private final Map<Path, byte[]> unforced = new HashMap<>();

    private final Deque<Undo> unsynced = new ArrayDeque<>();

    void willWrite(Path file) throws IOException {
        if (!unforced.containsKey(file)) {
            unforced.put(file, Files.readAllBytes(file));
        }
    }

    void forced(Path file) {
        unforced.remove(file);
    }

    void created(Path file) {
        unsynced.push(() -> Files.deleteIfExists(file));
    }

    void willDelete(Path file) throws IOException {
        if (Files.isRegularFile(file)) {
            byte[] content = unforced.getOrDefault(file, Files.readAllBytes(file));
            unforced.remove(file);
            unsynced.push(() -> Files.write(file, content));
        }
    }

    void willMove(Path from, Path to) throws IOException {
        byte[] before = Files.exists(to) ? Files.readAllBytes(to) : new byte[0];
        boolean existed = Files.exists(to);
        unforced.remove(to);
        byte[] content = unforced.remove(from);
        if (content != null) {
            unforced.put(to, content);
        }
        unsynced.push(
                () -> {
                    Files.move(to, from, StandardCopyOption.REPLACE_EXISTING);
                    if (existed) {
                        Files.write(to, before);
                    }
                });
    }

    void synced() {
        unsynced.clear();
    }

    void crash(boolean losesNames) throws IOException {
        for (Map.Entry<Path, byte[]> file : unforced.entrySet()) {
            if (Files.exists(file.getKey())) {
                Files.write(file.getKey(), file.getValue());
            }
        }
        while (losesNames && !unsynced.isEmpty()) {
            unsynced.pop().run();
        }
        unforced.clear();
        unsynced.clear();
    }
}
