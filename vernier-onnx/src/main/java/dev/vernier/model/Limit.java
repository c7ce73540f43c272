package dev.vernier.model;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * How much of something a file may ask for before it is refused: what bounds time and memory by
 * what is allowed instead of by what a file says.
 *
 * <p>A matter of the whole process. Each starts at its default, or at the system property {@code
 * vernier.limit.NAME}, and is changed by {@link #set}, or {@code --limit NAME=VALUE} on the command
 * line. A message that refuses something ends in {@link #remedy}. Safe for use by many threads.
 */
public enum Limit {
    /** Graphs inside of graphs: bodies of If, Loop and Scan; protobuf ends there too. */
    GRAPH_DEPTH("graph-depth", 32, 32, "graphs inside of graphs"),
    /** Bytes of a model without its weights. */
    STRUCTURE_BYTES(
            "structure-bytes", 256L << 20, Integer.MAX_VALUE, "bytes of a model but its weights"),
    /** Bytes of the header of a NumPy array. */
    NPY_HEADER_BYTES("npy-header-bytes", 64 << 10, 1 << 30, "bytes of the header of a NumPy array"),
    /** Bytes of one input of one sample. */
    SAMPLE_TENSOR_BYTES(
            "sample-tensor-bytes",
            1L << 30,
            Integer.MAX_VALUE - 64,
            "bytes of one input of one sample"),
    /** Pixels of an image, before it is decoded. */
    IMAGE_PIXELS("image-pixels", 100_000_000, Integer.MAX_VALUE / 4, "pixels of an image");

    private static final Map<Limit, Long> CHANGED = new ConcurrentHashMap<>();

    private final String label;
    private final long standard;
    private final long most;
    private final String meaning;
    private final long initial;

    Limit(String label, long standard, long most, String meaning) {
        this.label = label;
        this.standard = standard;
        this.most = most;
        this.meaning = meaning;
        long asked = Long.getLong("vernier.limit." + label, standard);
        this.initial = Math.max(1, Math.min(most, asked));
    }

    /** The limit of this name. */
    public static Optional<Limit> named(String label) {
        return Arrays.stream(values()).filter(limit -> limit.label.equals(label)).findFirst();
    }

    /** All names, as help and messages list them. */
    public static String names() {
        return Arrays.stream(values()).map(Limit::label).collect(Collectors.joining(", "));
    }

    public String label() {
        return label;
    }

    /** What is counted. */
    public String meaning() {
        return meaning;
    }

    /** What holds unless it is set. */
    public long standard() {
        return standard;
    }

    /** What it can be set to at most. */
    public long most() {
        return most;
    }

    /** What holds now. */
    public long value() {
        return CHANGED.getOrDefault(this, initial);
    }

    /**
     * Changes what holds in this process.
     *
     * @throws IllegalArgumentException if it is less than 1 or more than {@link #most}
     */
    public void set(long newValue) {
        if (newValue < 1 || newValue > most) {
            throw new IllegalArgumentException(
                    "%s must be from 1 to %d; %s=%d".formatted(label, most, label, newValue));
        }
        CHANGED.put(this, newValue);
    }

    /** Whether something is beyond it. */
    public boolean isExceededBy(long amount) {
        return amount > value();
    }

    /** How to go on, for the end of a message. */
    public String remedy() {
        return value() < most
                ? "--limit " + label + "=N raises the limit, to " + most + " at most"
                : "more cannot be handled";
    }
}
