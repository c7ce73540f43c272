package dev.vernier.statistics;

import java.util.Optional;

/**
 * How many values of a tensor were NaN or infinite, and a sample that had one.
 *
 * <p>The sample is the smallest by name, not the first seen: the order of the data must not show.
 *
 * @param sample present if and only if one of the counts is positive
 */
public record NonFinite(
        long nan, long positiveInfinity, long negativeInfinity, Optional<String> sample) {

    public static final NonFinite NONE = new NonFinite(0, 0, 0, Optional.empty());

    public NonFinite {
        if (nan < 0 || positiveInfinity < 0 || negativeInfinity < 0) {
            throw new IllegalArgumentException(
                    "counts must not be negative; nan=%d, positiveInfinity=%d, negativeInfinity=%d"
                            .formatted(nan, positiveInfinity, negativeInfinity));
        }
        if (sample.isPresent() != (nan > 0 || positiveInfinity > 0 || negativeInfinity > 0)) {
            throw new IllegalArgumentException(
                    "sample must be present if and only if a value was not finite; sample="
                            + sample);
        }
    }

    public long total() {
        return Math.addExact(Math.addExact(nan, positiveInfinity), negativeInfinity);
    }

    public NonFinite merge(NonFinite other) {
        return new NonFinite(
                Math.addExact(nan, other.nan),
                Math.addExact(positiveInfinity, other.positiveInfinity),
                Math.addExact(negativeInfinity, other.negativeInfinity),
                smallest(sample, other.sample));
    }

    private static Optional<String> smallest(Optional<String> a, Optional<String> b) {
        if (a.isPresent() && b.isPresent()) {
            return a.get().compareTo(b.get()) <= 0 ? a : b;
        }
        return a.or(() -> b);
    }
}
