package dev.vernier.plan;

import dev.vernier.calibrator.ExpectedError;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.numeric.Range;
import dev.vernier.statistics.TensorStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Refuses a node that would put values of different kind on one scale, such as a Concat of boxes (0
 * to 352) and scores (0 to 1): on a scale for boxes every score is zero.
 *
 * <p>A Concat is refused if one of its inputs, written with the scale of the output, keeps a
 * signal-to-quantization-noise ratio (12) below {@value #LEAST_DECIBEL} dB: its error would then be
 * a tenth of its values. A product that reads what a Concat in float has joined, such as amounts
 * and one-hot features, has the other parts to go by, and is refused only if a part is lost: below
 * {@value #LOST_DECIBEL} dB, an error of half its values.
 */
final class SharedScales {

    static final double LEAST_DECIBEL = 20;
    static final double LOST_DECIBEL = 6;

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
        if (decision.reason() == Reason.JOINING_KERNEL && decision.op().equals("Concat")) {
            String output = placement.scaleSource(decision.quantizedOutput().orElseThrow());
            return decision.quantizedInputs().stream()
                    .flatMap(
                            input ->
                                    loss(input, placement.seenAs(input, decision), output)
                                            .filter(loss -> loss.decibel() < LEAST_DECIBEL)
                                            .stream())
                    .findFirst()
                    .map(
                            loss ->
                                    decision.backToFloat(
                                            Reason.MIXED_RANGES, loss + " of the output"));
        }
        if (decision.reason() == Reason.WEIGHTED_KERNEL) {
            String input = decision.quantizedInputs().get(0);
            return placement.joined().getOrDefault(input, List.of()).stream()
                    .flatMap(
                            part ->
                                    loss(part, part, placement.scaleSource(input))
                                            .filter(loss -> loss.decibel() < LOST_DECIBEL)
                                            .stream())
                    .findFirst()
                    .map(loss -> decision.backToFloat(Reason.MIXED_RANGES, loss + " of " + input));
        }
        return Optional.empty();
    }

    /** What a value keeps on a scale. */
    private record Loss(String value, double decibel, float scale) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%s would keep %.1f dB with the scale %s", value, decibel, scale);
        }
    }

    /** Of {@code value}, whose statistics are those of {@code seenAs}; empty if it has none. */
    private Optional<Loss> loss(String value, String seenAs, String scaledAs) {
        QuantizationParameters joint = scheme.apply(scaledAs).parametersFor(range.apply(scaledAs));
        return seen.apply(seenAs)
                .map(
                        values ->
                                new Loss(
                                        value,
                                        ExpectedError.of(values, joint).signalToNoise(),
                                        joint.scale()));
    }
}
