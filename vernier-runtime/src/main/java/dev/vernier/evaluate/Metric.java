package dev.vernier.evaluate;

import dev.vernier.data.Sample;
import dev.vernier.runner.RunTensor;
import java.util.Map;

/**
 * A score of one model on samples, larger is better: what a task asks of a model, in a number.
 *
 * <p>{@link Metrics} has those that come with the product; anything else is two small methods of
 * the caller's.
 */
public interface Metric {

    /** What is measured, such as top-1 accuracy. */
    String name();

    /** Starts to score a model. */
    Scoring start();

    /** One pass of one model over the samples. Used by one thread. */
    interface Scoring {

        /**
         * Takes what the model gave for a sample; samples come in their order.
         *
         * @throws dev.vernier.data.DataException if the outputs, or the number of samples, do not
         *     fit the metric
         */
        void add(Sample sample, Map<String, RunTensor> outputs);

        /**
         * The score over all samples, usually 0 to 1.
         *
         * @throws dev.vernier.data.DataException if there were too few samples
         */
        double score();
    }
}
