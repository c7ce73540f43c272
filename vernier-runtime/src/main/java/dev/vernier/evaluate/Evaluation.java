package dev.vernier.evaluate;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The quantized model against the float model, measured.
 *
 * @param floatBytes size of the float model with its external data
 * @param quantizedBytes size of the quantized model with its external data
 * @param outputs one a model output, in the model's order
 * @param floatMillis median time of one run, milliseconds
 * @param quantizedMillis median time of one run, milliseconds, runs of both models alternating
 * @param samples how many samples were compared
 * @param integerShare how much runs in integers
 * @param task score on labels, if there were any
 */
public record Evaluation(
        long floatBytes,
        long quantizedBytes,
        List<OutputComparison> outputs,
        double floatMillis,
        double quantizedMillis,
        int samples,
        IntegerShare integerShare,
        Optional<TaskScore> task) {

    public Evaluation {
        outputs = List.copyOf(outputs);
    }

    /** The lowest SQNR of any output, in dB; infinite where nothing differs. */
    public double worstSqnr() {
        return judged().mapToDouble(OutputComparison::sqnrDecibel)
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** The outputs of real numbers; those of integers only if there are no others. */
    private Stream<OutputComparison> judged() {
        boolean onlyWhole = outputs.stream().allMatch(OutputComparison::wholeNumbers);
        return outputs.stream().filter(output -> onlyWhole || !output.wholeNumbers());
    }

    /** The lowest cosine of any output. */
    public double worstCosine() {
        return judged().mapToDouble(OutputComparison::cosine).min().orElse(1);
    }
}
