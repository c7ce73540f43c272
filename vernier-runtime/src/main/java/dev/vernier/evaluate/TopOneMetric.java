package dev.vernier.evaluate;

import dev.vernier.data.DataException;
import dev.vernier.data.Sample;
import dev.vernier.runner.RunTensor;
import java.util.Map;

/** {@link TopOne} of a single model. */
record TopOneMetric(Labels labels) implements Metric {

    @Override
    public String name() {
        return "top-1 accuracy";
    }

    @Override
    public Scoring start() {
        TopOne topOne = new TopOne(labels);
        return new Scoring() {
            @Override
            public void add(Sample sample, Map<String, RunTensor> outputs) {
                topOne.add(new ModelPair.Outputs(outputs, outputs));
            }

            @Override
            public double score() {
                return topOne.score()
                        .map(TaskScore::quantizedScore)
                        .orElseThrow(() -> new DataException("labels must be at least one"));
            }
        };
    }
}
