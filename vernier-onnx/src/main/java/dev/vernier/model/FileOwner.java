package dev.vernier.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The process that a temporary file belongs to.
 *
 * @param host eight hexadecimal digits that stand for a machine or container; numbers of processes
 *     mean nothing outside of it
 * @param process its number there
 * @param started when it started, in milliseconds, to tell it from an earlier one of its number
 */
record FileOwner(String host, long process, long started) {

    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final Path PROCESS_NUMBERS = Path.of("/proc/self/ns/pid");
    private static final int HOST_DIGITS = 8;

    /** This process. */
    static final FileOwner SELF = self();

    private static FileOwner self() {
        ProcessHandle process = ProcessHandle.current();
        long started = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return new FileOwner(hostDigits(), process.pid(), started);
    }

    /**
     * Whether it has certainly ended. A number that another process has by now counts as living: a
     * file too many is better than one that is taken from under a run.
     */
    boolean isGone() {
        if (!host.equals(SELF.host) || equals(SELF)) {
            return false;
        }
        return process == SELF.process
                || ProcessHandle.of(process).filter(ProcessHandle::isAlive).isEmpty();
    }

    /** Containers may share the name of their machine, and number their processes on their own. */
    private static String hostDigits() {
        Map<String, String> environment = System.getenv();
        String name =
                firstLine(HOST_NAME)
                        .orElseGet(
                                () ->
                                        environment.getOrDefault("HOSTNAME", "")
                                                + environment.getOrDefault("COMPUTERNAME", ""));
        Digest digest = new Digest();
        digest.write(StandardCharsets.UTF_8.encode(name + numberSpace()));
        return digest.hex().substring(0, HOST_DIGITS);
    }

    private static Optional<String> firstLine(Path file) {
        try {
            return Files.readAllLines(file).stream().findFirst();
        } catch (IOException | SecurityException e) {
            return Optional.empty(); // not Linux, or not to be seen
        }
    }

    private static String numberSpace() {
        try {
            return Files.readSymbolicLink(PROCESS_NUMBERS).toString();
        } catch (IOException | SecurityException | UnsupportedOperationException e) {
            return ""; // not Linux: one for all
        }
    }
}
