package dev.vernier.cli;

import dev.vernier.evaluate.ModelComparison;
import dev.vernier.evaluate.OutputComparison;
import dev.vernier.evaluate.TaskScore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * Limits that a comparison must keep: {@code --fail-under}. One that is not kept makes the exit
 * code {@link ExitCode#GATE_FAILED}.
 */
final class Gates {

    private static final String SQNR = "sqnr";
    private static final String COSINE = "cosine";
    private static final String TOP1_AGREEMENT = "top1-agreement";
    private static final String TOP1_DROP = "top1-drop";

    @Option(
            names = "--fail-under",
            paramLabel = "GATE=LIMIT",
            split = ",",
            description = {
                "Exit with 1 where a limit is not kept: sqnr (dB) and cosine of the worst output,"
                        + " top1-agreement (percent of rows), top1-drop (percentage points that"
                        + " accuracy may fall; needs --labels).",
                "Example: --fail-under sqnr=20,cosine=0.99,top1-drop=0.5"
            })
    private Map<String, Double> limits = new LinkedHashMap<>();

    /**
     * One limit and what was measured.
     *
     * @param gate its name
     * @param limit as the user set it
     * @param measured what it was compared with
     * @param kept whether that is good enough
     */
    record Outcome(String gate, double limit, double measured, boolean kept) {

        String sentence() {
            return String.format(
                    Locale.ROOT,
                    "%s must be at %s %s; measured=%.4g",
                    gate,
                    gate.equals(TOP1_DROP) ? "most" : "least",
                    Figures.plain(limit),
                    measured);
        }
    }

    /**
     * To be called first.
     *
     * @throws ParameterException if a gate is unknown or cannot be measured
     */
    void check(CommandLine line, boolean labels) {
        for (Map.Entry<String, Double> limit : limits.entrySet()) {
            String gate = limit.getKey();
            if (!List.of(SQNR, COSINE, TOP1_AGREEMENT, TOP1_DROP).contains(gate)) {
                throw new ParameterException(
                        line,
                        "--fail-under must name sqnr, cosine, top1-agreement or top1-drop; gate="
                                + gate);
            }
            if (limit.getValue() == null || limit.getValue().isNaN()) {
                throw new ParameterException(
                        line, "--fail-under must give a number, such as sqnr=20; gate=" + gate);
            }
            if (gate.equals(TOP1_DROP) && !labels) {
                throw new ParameterException(
                        line,
                        "--fail-under top1-drop must come with --labels; top1-agreement needs"
                                + " none");
            }
        }
    }

    /** Every gate, in the order given. */
    List<Outcome> outcomes(ModelComparison comparison) {
        List<Outcome> outcomes = new ArrayList<>();
        limits.forEach((gate, limit) -> outcomes.add(outcome(gate, limit, comparison)));
        return outcomes;
    }

    private static Outcome outcome(String gate, double limit, ModelComparison comparison) {
        double measured =
                switch (gate) {
                    case SQNR ->
                            comparison.outputs().stream()
                                    .mapToDouble(OutputComparison::sqnrDecibel)
                                    .min()
                                    .orElse(Double.POSITIVE_INFINITY);
                    case COSINE ->
                            comparison.outputs().stream()
                                    .mapToDouble(OutputComparison::cosine)
                                    .min()
                                    .orElse(1);
                    case TOP1_AGREEMENT ->
                            comparison.agreement().map(a -> 100 * a.top1()).orElse(Double.NaN);
                    default -> drop(comparison.task());
                };
        boolean kept = gate.equals(TOP1_DROP) ? measured <= limit : measured >= limit;
        return new Outcome(gate, limit, measured, kept);
    }

    /** In percentage points, without the noise of the last bits. */
    private static double drop(Optional<TaskScore> task) {
        return task.map(t -> Math.rint((t.floatScore() - t.quantizedScore()) * 1e8) / 1e6)
                .orElse(Double.NaN);
    }
}
