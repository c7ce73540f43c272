package dev.vernier.collect;

import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.runner.RunTensor;
import dev.vernier.runner.Runner;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.RunnerOptions.Optimization;
import dev.vernier.runner.Runners;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where values that are not finite come from: an input, or the first node in the order of the graph
 * whose outputs have one while its inputs have none.
 *
 * @param tensor the input, or the output of the node
 * @param node empty for an input
 */
record NonFiniteOrigin(String tensor, Optional<Node> node) {

    /** Runs the sample once more and looks at every value. */
    static Optional<NonFiniteOrigin> find(Model model, Path folder, Sample sample) {
        for (Map.Entry<String, SampleTensor> input : sample.inputs().entrySet()) {
            if (input.getValue().type().isFloat() && hasNonFinite(input.getValue().floats())) {
                return Optional.of(new NonFiniteOrigin(input.getKey(), Optional.empty()));
            }
        }
        Graph graph = model.graph();
        List<String> values =
                graph.nodes().stream()
                        .flatMap(node -> node.outputs().stream())
                        .filter(value -> !value.isEmpty())
                        .toList();
        RunnerOptions plain = RunnerOptions.DEFAULT.withOptimization(Optimization.NONE);
        Set<String> bad = new HashSet<>();
        try (Runner runner = Runners.onnxRuntime(model, folder, values, plain)) {
            for (Map.Entry<String, RunTensor> value : runner.run(sample).entrySet()) {
                if (value.getValue().isFloat() && hasNonFinite(value.getValue().floats())) {
                    bad.add(value.getKey());
                }
            }
        }
        return graph.nodes().stream()
                .filter(node -> node.inputs().stream().noneMatch(bad::contains))
                .flatMap(
                        node ->
                                node.outputs().stream()
                                        .filter(bad::contains)
                                        .map(
                                                value ->
                                                        new NonFiniteOrigin(
                                                                value, Optional.of(node))))
                .findFirst();
    }

    private static boolean hasNonFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return true;
            }
        }
        return false;
    }

    String describe() {
        return node.map(
                        made ->
                                "tensor '%s' must be finite; it is not, from node '%s' (%s) on"
                                        .formatted(tensor, made.label(), made.op()))
                .orElse("input '" + tensor + "' must be finite");
    }
}
