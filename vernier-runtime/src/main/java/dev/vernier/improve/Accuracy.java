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
 * @param outputs the decibels of the parts, output by output
 */
record Accuracy(List<List<Double>> outputs) {

    Accuracy {
        outputs = outputs.stream().map(List::copyOf).toList();
    }

    /** The mean over outputs of the means over parts; 0 where there are none. */
    double decibel() {
        return outputs.stream().mapToDouble(Accuracy::mean).average().orElse(0);
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

    private static double sureGain(List<Double> before, List<Double> after) {
        int parts = after.size();
        double gain = mean(after) - mean(before);
        double squares = 0;
        for (int part = 0; part < parts; part++) {
            double apart = after.get(part) - before.get(part) - gain;
            squares += apart * apart;
        }
        return parts < 2 ? gain : gain - Math.sqrt(squares / (parts - 1) / parts);
    }

    private static double mean(List<Double> decibels) {
        return decibels.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }
}
