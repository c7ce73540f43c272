package dev.vernier.plan;

import dev.vernier.calibrator.ExpectedError;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.numeric.Range;
import dev.vernier.statistics.TensorStatistics;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Refuses a node that would put values of different kind on one scale, such as a Concat of boxes (0
 * to 352) and scores (0 to 1): on a scale for boxes every score is zero.
 *
 * <p>A joining node with several inputs is refused if one of them, written with the scale of the
 * output, keeps a signal-to-quantization-noise ratio (12) below {@value #LEAST_DECIBEL} dB: its
 * error would then be a tenth of its values.
 */
final class SharedScales {

    static final double LEAST_DECIBEL = 20;

    private final Function<String, LinearScheme> scheme;
    private final Function<String, Optional<TensorStatistics>> seen;
    private final Function<String, Range> range;

    SharedScales(
            Function<String, LinearScheme> scheme,
            Function<String, Optional<TensorStatistics>> seen,
            Function<String, Range> range) {
        this.scheme = scheme;
        this.seen = seen;
        this.range = range;
    }

    Optional<NodeDecision> refusal(NodeDecision decision, Placement placement) {
        boolean concatenates =
                decision.reason() == Reason.JOINING_KERNEL && decision.op().equals("Concat");
        if (!concatenates) {
            return Optional.empty();
        }
        String output = placement.scaleSource(decision.quantizedOutput().orElseThrow());
        QuantizationParameters joint = scheme.apply(output).parametersFor(range.apply(output));
        for (String input : decision.quantizedInputs()) {
            TensorStatistics values = seen.apply(placement.seenAs(input, decision)).orElseThrow();
            double decibel = ExpectedError.of(values, joint).signalToNoise();
            if (decibel < LEAST_DECIBEL) {
                return Optional.of(
                        decision.backToFloat(
                                Reason.MIXED_RANGES,
                                String.format(
                                        Locale.ROOT,
                                        "%s would keep %.1f dB with the scale %s of the output",
                                        input,
                                        decibel,
                                        joint.scale())));
            }
        }
        return Optional.empty();
    }
}
