package dev.vernier.evaluate;

import dev.vernier.data.Sample;

/** A metric of the float and the quantized model over the same samples. Not thread-safe. */
final class MetricPair {

    private final String name;
    private final Metric.Scoring expected;
    private final Metric.Scoring actual;
    private int samples;

    MetricPair(Metric metric) {
        name = metric.name();
        expected = metric.start();
        actual = metric.start();
    }

    void add(Sample sample, ModelPair.Outputs outputs) {
        expected.add(sample, outputs.expected());
        actual.add(sample, outputs.actual());
        samples++;
    }

    TaskScore score() {
        return new TaskScore(name, expected.score(), actual.score(), Double.NaN, samples);
    }
}
