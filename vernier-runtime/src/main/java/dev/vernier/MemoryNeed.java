package dev.vernier;

import dev.vernier.improve.Effort;
import dev.vernier.model.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * About how much memory a calibration or quantization takes, so that too little is told before it
 * is felt.
 *
 * <pre>
 * heap = 64 MB + 64 KB for each value of the graph      what is seen of values
 * native = 2 x the model + 200 MB                       weights as ONNX Runtime loads and lays them out
 * accuracy methods: heap + 64 MB + the model            what is left behind; candidates
 *                   native + 64 MB + 1.5 x the model    the sessions that measure them
 * </pre>
 *
 * <p>An estimate: what a sample's own values take depends on their shapes, and is not in it.
 *
 * @param heap bytes on the heap of Java
 * @param outside bytes outside of it
 */
public record MemoryNeed(long heap, long outside) {

    private static final long MB = 1 << 20;
    private static final long HEAP = 64 * MB;
    private static final long HEAP_PER_VALUE = 64 << 10;
    private static final long OUTSIDE = 200 * MB;
    private static final int OUTSIDE_PER_BYTE = 2;
    private static final long IMPROVING = 64 * MB;
    private static final double OUTSIDE_PER_BYTE_IMPROVING = 1.5;
    private static final Path MEMORY = Path.of("/proc/meminfo");

    /** Of calibrating a model, and of quantizing it without accuracy methods. */
    public static MemoryNeed of(ModelFile file) {
        long values =
                file.model().graph().allNodes().stream()
                        .mapToLong(node -> node.outputs().size())
                        .sum();
        return new MemoryNeed(
                HEAP + values * HEAP_PER_VALUE, OUTSIDE + OUTSIDE_PER_BYTE * file.fileSize());
    }

    /** Of quantizing a model with the methods of an effort. */
    public static MemoryNeed of(ModelFile file, Effort effort) {
        MemoryNeed fast = of(file);
        if (effort.steps().isEmpty()) {
            return fast;
        }
        long sessions = (long) (OUTSIDE_PER_BYTE_IMPROVING * file.fileSize());
        return new MemoryNeed(
                fast.heap + IMPROVING + file.fileSize(), fast.outside + IMPROVING + sessions);
    }

    /** What this process can still get from the system, if that is known. */
    public static OptionalLong available() {
        try {
            return Files.readAllLines(MEMORY).stream()
                    .filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException | SecurityException e) {
            return OptionalLong.empty(); // not Linux
        }
    }

    /**
     * What is too little, and what to do about it.
     *
     * @param heapLimit the most that the heap can grow to
     * @param available what the system has for the rest, if known
     */
    public Optional<String> shortage(long heapLimit, OptionalLong available) {
        if (heap > heapLimit) {
            return Optional.of(
                    "needs about %s of heap, has %s; give Java more, for example -Xmx%dm"
                            .formatted(megabytes(heap), megabytes(heapLimit), 2 * heap / MB));
        }
        if (available.isPresent() && outside > available.getAsLong()) {
            return Optional.of(
                    "needs about %s of memory besides the heap, the system has %s; close other"
                                    .formatted(megabytes(outside), megabytes(available.getAsLong()))
                            + " programs, or quantize on a larger machine");
        }
        return Optional.empty();
    }

    /** Tells a listener what is too little on this machine. */
    void warn(ProgressListener listener) {
        shortage(Runtime.getRuntime().maxMemory(), available()).ifPresent(listener::warned);
    }

    /**
     * Does work, and says what it needs if the memory does not suffice.
     *
     * @param model what it works on
     * @param effort what may go into accuracy
     * @throws OutOfMemoryError with what is needed and what there is
     */
    static <T> T explaining(Path model, Effort effort, Work<T> work) throws IOException {
        try {
            return work.result();
        } catch (OutOfMemoryError e) {
            OutOfMemoryError explained = new OutOfMemoryError(explanation(model, effort, e));
            explained.initCause(e);
            throw explained;
        }
    }

    private static String explanation(Path model, Effort effort, OutOfMemoryError e)
            throws IOException {
        MemoryNeed need = of(ModelFile.read(model), effort);
        OptionalLong available = available();
        return "%s; a model of this size needs about %s of heap and %s besides, has %s of heap%s"
                .formatted(
                        e.getMessage(),
                        megabytes(need.heap),
                        megabytes(need.outside),
                        megabytes(Runtime.getRuntime().maxMemory()),
                        available.isPresent()
                                ? " and " + megabytes(available.getAsLong()) + " besides"
                                : "");
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%d MB", bytes / MB);
    }
}
