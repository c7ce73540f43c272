package dev.vernier.statistics;

/**
 * The exact smallest and largest finite value of a tensor, and which sample had each.
 *
 * <p>Among samples with the same extreme the smallest name counts, so that the order of the data
 * does not show. -0.0 is taken as 0.0.
 *
 * @param min the smallest finite value
 * @param minSample the smallest name among the samples that had it
 * @param max the largest finite value
 * @param maxSample the smallest name among the samples that had it
 */
public record Extremes(float min, String minSample, float max, String maxSample) {

    public Extremes {
        if (!(min <= max) || Float.isInfinite(min) || Float.isInfinite(max)) {
            throw new IllegalArgumentException(
                    "extremes must be finite and in order; min=" + min + ", max=" + max);
        }
        min += 0f; // -0.0 becomes 0.0
        max += 0f;
    }

    public Extremes merge(Extremes other) {
        boolean minIsMine =
                min < other.min || (min == other.min && minSample.compareTo(other.minSample) <= 0);
        boolean maxIsMine =
                max > other.max || (max == other.max && maxSample.compareTo(other.maxSample) <= 0);
        return new Extremes(
                minIsMine ? min : other.min,
                minIsMine ? minSample : other.minSample,
                maxIsMine ? max : other.max,
                maxIsMine ? maxSample : other.maxSample);
    }
}
