package dev.vernier.spark.vector;

import dev.vernier.statistics.DimensionAccumulator;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.statistics.StatisticsAccumulator;
import dev.vernier.statistics.StatisticsFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/**
 * What was seen of the vectors of a column, in the statistics of tensors. Travels as bytes, which
 * every serializer of Spark can carry. Not thread-safe.
 */
final class VectorStatistics {

    /** The name of the one tensor that a whole column is. */
    static final String COLUMN = "column";

    /** These statistics belong to no model. */
    private static final ModelDigest NO_MODEL = new ModelDigest("0".repeat(64));

    private final boolean perDimension;
    private StatisticsFile merged = none();
    private Optional<DimensionAccumulator> dimensions = Optional.empty();
    private StatisticsAccumulator column = new StatisticsAccumulator();
    private long added;
    private int length = -1;

    VectorStatistics(boolean perDimension) {
        this.perDimension = perDimension;
    }

    private static StatisticsFile none() {
        return new StatisticsFile(NO_MODEL, 0, Map.of());
    }

    /**
     * Adds a vector.
     *
     * @throws IllegalArgumentException if it is empty or not as long as the others
     */
    void add(float[] vector) {
        requireLength(vector.length);
        added++;
        if (perDimension) {
            if (dimensions.isEmpty()) {
                dimensions = Optional.of(new DimensionAccumulator(vector.length));
            }
            dimensions.get().add(vector);
        } else {
            column.begin(added % 2 == 0 ? "even" : "odd"); // only where a vector ends matters
            column.add(COLUMN, vector);
        }
    }

    private void requireLength(int newLength) {
        if (newLength == 0 || (length != -1 && length != newLength)) {
            throw new IllegalArgumentException(
                    "vectors of a column must be of one length, at least 1; lengths=%d, %d"
                            .formatted(length, newLength));
        }
        length = newLength;
    }

    /** Adds all that another has seen. */
    VectorStatistics merge(VectorStatistics other) {
        if (other.length != -1) {
            requireLength(other.length);
        }
        merged = all().merge(other.all());
        return this;
    }

    /** Everything so far, which no longer is in the accumulators. */
    StatisticsFile all() {
        StatisticsFile fresh =
                perDimension
                        ? dimensions.map(each -> each.statistics(NO_MODEL)).orElse(none())
                        : column.statistics(NO_MODEL);
        if (fresh.samples() > 0) {
            merged = merged.merge(fresh);
            dimensions = Optional.empty();
            column = new StatisticsAccumulator();
        }
        return merged;
    }

    /** The length of the vectors, -1 if there was none. */
    int length() {
        return length;
    }

    boolean isPerDimension() {
        return perDimension;
    }

    /** All that was seen, for {@link #of}. */
    byte[] toBytes() {
        byte[] statistics = all().toBytes();
        return ByteBuffer.allocate(1 + Long.BYTES + Integer.BYTES + statistics.length)
                .put((byte) (perDimension ? 1 : 0))
                .putLong(added)
                .putInt(length)
                .put(statistics)
                .array();
    }

    static VectorStatistics of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        VectorStatistics seen = new VectorStatistics(in.get() == 1);
        seen.added = in.getLong();
        seen.length = in.getInt();
        try {
            seen.merged =
                    StatisticsFile.read(
                            new ByteArrayInputStream(bytes, in.position(), in.remaining()));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not in memory
        }
        return seen;
    }

    /** Merges what travels. */
    static byte[] merge(byte[] left, byte[] right) {
        return of(left).merge(of(right)).toBytes();
    }
}
