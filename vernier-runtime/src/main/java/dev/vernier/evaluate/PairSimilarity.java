package dev.vernier.evaluate;

import dev.vernier.data.DataException;
import dev.vernier.data.Sample;
import dev.vernier.numeric.ErrorMeasures;
import dev.vernier.numeric.RankCorrelation;
import dev.vernier.runner.RunTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sentence pairs: {@link Metrics#pairSimilarity}. */
final class PairSimilarity implements Metric {

    private final double[] similarities;

    PairSimilarity(double... similarities) {
        this.similarities = similarities.clone();
    }

    @Override
    public String name() {
        return "Spearman correlation";
    }

    @Override
    public Scoring start() {
        return new Pass();
    }

    private final class Pass implements Scoring {

        private final List<float[]> unpaired = new ArrayList<>(2);
        private final double[] cosines = new double[similarities.length];
        private int pairs;

        @Override
        public void add(Sample sample, Map<String, RunTensor> outputs) {
            for (float[] embedding : Embeddings.of(sample, outputs)) {
                unpaired.add(embedding);
                if (unpaired.size() == 2) {
                    requirePairs(pairs < similarities.length, "more");
                    cosines[pairs++] =
                            ErrorMeasures.between(unpaired.get(0), unpaired.get(1)).cosine();
                    unpaired.clear();
                }
            }
        }

        @Override
        public double score() {
            requirePairs(pairs == similarities.length && unpaired.isEmpty(), "" + pairs);
            return RankCorrelation.spearman(cosines, similarities);
        }

        private void requirePairs(boolean holds, String found) {
            if (!holds) {
                throw new DataException(
                        "scores must be one for each two samples; scores=%d, pairs of samples=%s"
                                .formatted(similarities.length, found));
            }
        }
    }
}
