package dev.vernier.statistics;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The statistics of all watched tensors of one model, as they are saved and merged.
 *
 * <p>The same samples give the same bytes, whatever their order and however they were divided among
 * threads and files. {@link StatisticsFormat} has the layout. Immutable.
 *
 * @param model the model the samples ran through
 * @param samples the number of samples, with those that gave no value
 * @param tensors by name, in ascending order of names
 */
public record StatisticsFile(
        ModelDigest model, long samples, Map<String, TensorStatistics> tensors) {

    /** No file is larger: some 10,000 tensors. */
    static final int MAX_BYTES = 1 << 30;

    public StatisticsFile {
        if (samples < 0) {
            throw new IllegalArgumentException(
                    "number of samples must not be negative; samples=" + samples);
        }
        tensors = Collections.unmodifiableMap(new TreeMap<>(tensors));
        for (Map.Entry<String, TensorStatistics> tensor : tensors.entrySet()) {
            if (tensor.getValue().samples() > samples) {
                throw new IllegalArgumentException(
                        "tensor must not have more samples than the file; tensor=%s, samples=%d"
                                        .formatted(tensor.getKey(), tensor.getValue().samples())
                                + ", file="
                                + samples);
            }
        }
    }

    /** The statistics of one tensor, if it was watched. */
    public Optional<TensorStatistics> tensor(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    /**
     * The statistics of both sets of samples. Which samples were seen is not stored: a file merged
     * with itself counts every sample twice.
     *
     * @throws IllegalArgumentException if the two belong to different models
     */
    public StatisticsFile merge(StatisticsFile other) {
        other.requireModel(model);
        Map<String, TensorStatistics> merged = new TreeMap<>(tensors);
        other.tensors.forEach(
                (name, statistics) -> merged.merge(name, statistics, TensorStatistics::merge));
        return new StatisticsFile(model, Math.addExact(samples, other.samples), merged);
    }

    /**
     * Makes sure that these are the statistics of {@code wanted}.
     *
     * @throws IllegalArgumentException if these are the statistics of another model
     */
    public void requireModel(ModelDigest wanted) {
        if (!model.equals(wanted)) {
            throw new IllegalArgumentException(
                    "statistics must belong to the model; model=%s, statistics of=%s"
                            .formatted(wanted, model));
        }
    }

    /**
     * Reads a file.
     *
     * @throws StatisticsFormatException if it is not a statistics file that can be read; the
     *     message names the file
     */
    public static StatisticsFile read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                throw tooLarge(size);
            }
            return read(in);
        } catch (StatisticsFormatException e) {
            throw new StatisticsFormatException(file, e);
        }
    }

    /** Whether the file starts as a statistics file does; nothing more is read. */
    public static boolean isStatistics(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(
                    in.readNBytes(StatisticsFormat.MAGIC.length), StatisticsFormat.MAGIC);
        }
    }

    /**
     * Reads to the end of the stream, at most 1 GiB.
     *
     * @throws StatisticsFormatException if it is not a statistics file that can be read
     */
    public static StatisticsFile read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw tooLarge(bytes.length);
        }
        return new StatisticsReader(bytes).read();
    }

    private static StatisticsFormatException tooLarge(long size) {
        return new StatisticsFormatException(
                MAX_BYTES, "size must be at most %d bytes; size=%d".formatted(MAX_BYTES, size));
    }

    /** Writes the file; the stream is left open. */
    public void write(OutputStream out) throws IOException {
        out.write(toBytes());
    }

    /** The bytes of the file. */
    public byte[] toBytes() {
        return StatisticsWriter.write(this);
    }
}
