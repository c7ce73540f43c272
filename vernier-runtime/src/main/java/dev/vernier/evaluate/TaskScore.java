package dev.vernier.evaluate;

/**
 * How well a labelled task is done.
 *
 * @param metric what is measured, such as top-1 accuracy
 * @param floatScore the float model's, 0 to 1
 * @param quantizedScore the quantized model's, 0 to 1
 * @param agreement share of samples on which both answer alike, 0 to 1; NaN where a sample has no
 *     answer of its own
 * @param samples how many were scored
 */
public record TaskScore(
        String metric, double floatScore, double quantizedScore, double agreement, int samples) {}
