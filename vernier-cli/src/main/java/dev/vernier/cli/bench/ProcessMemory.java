package dev.vernier.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Memory of this process as Linux counts it; empty on other systems. */
final class ProcessMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int KILO = 1024;

    private ProcessMemory() {}

    /** Bytes now. */
    static OptionalLong resident() {
        return line("VmRSS:");
    }

    /** Bytes at most so far. */
    static OptionalLong peak() {
        return line("VmHWM:");
    }

    private static OptionalLong line(String key) {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(key))
                    .mapToLong(line -> KILO * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
