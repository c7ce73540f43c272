package dev.vernier.sensitivity;

import dev.vernier.data.Samples;
import dev.vernier.runner.RunnerOptions;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Says what quantizing each node costs.
 *
 * <p>Cost: one pass over the weights, one trial for all nodes, and one or two for each that is
 * measured: {@link SensitivityOptions}. Deterministic for a given runtime and processor.
 */
public final class SensitivityAnalysis {

    private SensitivityAnalysis() {}

    /**
     * Ranks the nodes.
     *
     * @param progress told the number of trials done
     * @throws dev.vernier.data.DataException if there are no samples or they do not fit the model
     * @throws dev.vernier.runner.RunException if the float model does not load or run
     */
    public static Sensitivities of(
            Subject subject,
            Samples samples,
            SensitivityOptions options,
            RunnerOptions running,
            IntConsumer progress)
            throws IOException {
        OptionalInt limit = OptionalInt.of(options.samples());
        try (Trials trials =
                new Trials(subject, samples, limit, Optional.empty(), running, progress)) {
            Reached all = trials.measure(Set.of());
            List<NodeSensitivity> ranked = new Ranking(subject, trials, options).rank(all, running);
            return new Sensitivities(ranked, all, trials.samples(), trials.done());
        }
    }
}
