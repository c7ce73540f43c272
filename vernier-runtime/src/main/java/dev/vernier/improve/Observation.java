package dev.vernier.improve;

import dev.vernier.data.Sample;
import dev.vernier.graph.Model;
import dev.vernier.improve.matrix.StoredRows;
import dev.vernier.runner.Runner;
import dev.vernier.runner.Runners;
import dev.vernier.target.Target;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What is seen of the float model in one pass over the samples.
 *
 * @param evidence rows of what its layers multiply
 * @param error what its outputs are on held-out samples
 * @param others the same on the samples that layers are fitted on; runs the float model once more
 * @param spending what tries may cost
 */
record Observation(
        Evidence evidence, OutputError error, Supplier<OutputError> others, Spending spending) {

    /**
     * Runs the float model, and closes it before anything quantized is loaded.
     *
     * @param start its graph is the model's
     * @param store where rows wait; to be closed when the evidence is no longer used
     * @throws dev.vernier.runner.RunException if it does not load, or runs on no sample
     */
    static Observation of(
            Model model,
            Path folder,
            Target target,
            Candidate start,
            SampleSplit samples,
            RowStore store) {
        List<Layer> layers = Layer.of(start);
        Set<String> watched = new LinkedHashSet<>(RowPass.computed(start, layers));
        Model observed = model.withGraph(start.graph());
        try (Runner runner =
                Runners.onnxRuntime(
                        observed,
                        folder,
                        List.copyOf(watched),
                        OutputError.DEPLOYED.withPrepacking(false))) {
            RowPass pass = new RowPass(runner, watched, start, layers, store);
            pass.measure(samples.fitted().get(0));
            Spending spending = new Spending(new RunTime(target, pass.positions()).inFloat(layers));
            SampleSplit chosen = spending.affordable(samples);
            Map<RowSource, StoredRows> fitted = pass.rows(chosen.fitted());
            Map<RowSource, StoredRows> heldOut = pass.rows(chosen.heldOut());
            Evidence evidence =
                    new Evidence(target, fitted, heldOut, pass.positions(), pass.extremes());
            OutputError error =
                    OutputError.of(
                            runner, observed, folder, target, chosen.heldOut(), pass.together());
            Supplier<OutputError> others =
                    () -> error(observed, folder, target, chosen.fitted(), pass.together());
            return new Observation(evidence, error, others, spending);
        }
    }

    /** Runs the float model once more, over other samples. */
    private static OutputError error(
            Model model, Path folder, Target target, List<Sample> samples, Together together) {
        try (Runner runner =
                Runners.onnxRuntime(
                        model, folder, List.of(), OutputError.DEPLOYED.withPrepacking(false))) {
            return OutputError.of(runner, model, folder, target, samples, together);
        }
    }
}
