package dev.vernier.improve;

import java.util.List;

/**
 * SQNR of a quantized model's outputs in dB, by output and by part of the samples; of two models on
 * the same samples, whether one is better than chance would have it.
 *
 * <pre>
 * gain(part)     = decibel(part) - decibel of the other model (part)
 * sure gain      = mean of gain - standard deviation of gain / sqrt(parts)
 * </pre>
 *
 * <p>Several outputs: the mean of each over outputs. One part alone has no deviation to tell.
 *
 * <p>In a Loop each step reads what the last one gave: once an answer tips over, all that follows
 * is another answer's, and says nothing of how far the model is. So there the median stands in
 * place of the mean, and nothing is taken off.
 *
 * @param outputs the decibels of the parts, output by output
 * @param fedBack whether they come out of a Loop
 */
record Accuracy(List<List<Double>> outputs, boolean fedBack) {

    /** Of outputs that come out of no Loop. */
    Accuracy(List<List<Double>> outputs) {
        this(outputs, false);
    }

    Accuracy {
        outputs = outputs.stream().map(List::copyOf).toList();
    }

    /** The mean over outputs of the means over parts; 0 where there are none. */
    double decibel() {
        return outputs.stream().mapToDouble(this::middle).average().orElse(0);
    }

    /**
     * What is gained over a model on the same samples, in dB, less the standard error of that: what
     * other samples would show in five cases of six.
     */
    double sureGainOver(Accuracy before) {
        double sum = 0;
        for (int output = 0; output < outputs.size(); output++) {
            sum += sureGain(before.outputs.get(output), outputs.get(output));
        }
        return outputs.isEmpty() ? 0 : sum / outputs.size();
    }

    private double sureGain(List<Double> before, List<Double> after) {
        int parts = after.size();
        if (fedBack) {
            return median(after) - median(before);
        }
        double gain = mean(after) - mean(before);
        double squares = 0;
        for (int part = 0; part < parts; part++) {
            double apart = after.get(part) - before.get(part) - gain;
            squares += apart * apart;
        }
        return parts < 2 ? gain : gain - Math.sqrt(squares / (parts - 1) / parts);
    }

    private double middle(List<Double> decibels) {
        return fedBack ? median(decibels) : mean(decibels);
    }

    /** The mean of the two in the middle where there are two. */
    private static double median(List<Double> decibels) {
        List<Double> sorted = decibels.stream().sorted().toList();
        int size = sorted.size();
        return size == 0 ? 0 : (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    }

    private static double mean(List<Double> decibels) {
        return decibels.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }
}
