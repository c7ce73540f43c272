package dev.vernier.improve;

import dev.vernier.calibrator.MinMax;
import dev.vernier.data.Sample;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.plan.Placement;
import dev.vernier.plan.Planner;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.runner.Runner;
import dev.vernier.runner.Runners;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.statistics.StatisticsAccumulator;
import dev.vernier.target.Targets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A small net that is planned from, and improved on, its samples. */
record ObservedNet(Graph graph, List<Sample> samples) {

    /** Planned from what all samples reach. */
    Candidate planned() {
        StatisticsAccumulator seen = new StatisticsAccumulator();
        Set<String> watched =
                new LinkedHashSet<>(Placement.of(graph, Targets.ONNXRUNTIME_CPU).watched());
        graph.inputs().forEach(input -> watched.remove(input.name()));
        List<String> inner = watched.stream().filter(name -> !graph.isOutput(name)).toList();
        try (Runner runner = runner(graph, inner)) {
            for (Sample sample : samples) {
                seen.begin(sample.name());
                sample.inputs().entrySet().stream()
                        .filter(input -> input.getValue().type().isFloat())
                        .forEach(input -> seen.add(input.getKey(), input.getValue().floats()));
                runner.run(sample, watched)
                        .forEach((name, tensor) -> seen.add(name, tensor.floats()));
            }
        }
        QuantizationPlan plan =
                new Planner(
                                graph,
                                Targets.ONNXRUNTIME_CPU,
                                seen.statistics(new ModelDigest("0".repeat(64))),
                                new MinMax())
                        .plan();
        return new Candidate(graph, plan);
    }

    Improver improver() {
        return new Improver(Model.of(8, graph), Path.of("."), Targets.ONNXRUNTIME_CPU, samples);
    }

    Evidence evidence(Candidate candidate) {
        return observation(candidate).evidence();
    }

    Observation observation(Candidate candidate) {
        return Observation.of(
                Model.of(8, graph),
                Path.of("."),
                Targets.ONNXRUNTIME_CPU,
                candidate,
                SampleSplit.of(samples),
                new RowStore());
    }

    /**
     * With what a model of the same inputs and outputs gives in the place of what the net gives.
     */
    OutputError errorOf(Model model) {
        Path here = Path.of(".");
        try (Runner runner = Runners.onnxRuntime(model, here, List.of(), OutputError.DEPLOYED)) {
            return OutputError.of(
                    runner,
                    Model.of(8, graph),
                    here,
                    Targets.ONNXRUNTIME_CPU,
                    samples,
                    new Together());
        }
    }

    /** The output of a float graph with one. */
    static float[] output(Graph graph, Sample sample) {
        try (Runner runner = runner(graph, List.of())) {
            return runner.run(sample).values().iterator().next().floats();
        }
    }

    private static Runner runner(Graph graph, List<String> watched) {
        return Runners.onnxRuntime(Model.of(8, graph), Path.of("."), watched, OutputError.DEPLOYED);
    }
}
