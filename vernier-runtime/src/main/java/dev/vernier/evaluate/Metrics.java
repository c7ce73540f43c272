package dev.vernier.evaluate;

/** The metrics that come with the product. */
public final class Metrics {

    private Metrics() {}

    /** The share of rows whose largest score is that of the right class; first output. */
    public static Metric topOne(Labels labels) {
        return new TopOneMetric(labels);
    }

    /**
     * Spearman's rank correlation between the cosine of two sentences' embeddings and a given
     * similarity. Samples 2i and 2i + 1 are pair i.
     *
     * <p>The embedding is the first output: (rows, size) as it is, (rows, tokens, size) averaged
     * over the tokens, those that an input {@code attention_mask} marks where there is one.
     */
    public static Metric pairSimilarity(double... similarities) {
        return new PairSimilarity(similarities);
    }
}
