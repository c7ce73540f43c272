package dev.vernier.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.evaluate.TensorComparison;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.ValueInfo;
import dev.vernier.numeric.ErrorMeasures;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.Reason;
import dev.vernier.report.CollapsedGraph.Collapsed;
import dev.vernier.report.LayerSensitivities.Loss;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two branches that are added; equal powers, so that half of each reaches the output. */
class LayerSensitivitiesTest {

    private final Map<String, TensorComparison> comparisons = new LinkedHashMap<>();
    private final Map<String, NodeDecision> decisions = new LinkedHashMap<>();

    @Test
    void lossIsTheShareOfAllNoiseInDecibels() {
        layer("a", 0.03, Reason.WEIGHTED_KERNEL);
        layer("b", 0.01, Reason.WEIGHTED_KERNEL);
        layer("y", 0.02, Reason.SENSITIVE);

        Map<String, Loss> losses = losses();

        // 3/4 of the noise: -10 log10(1/4) dB; 1/4 of it: -10 log10(3/4) dB.
        assertThat(losses)
                .containsOnly(
                        Map.entry("a", new Loss(6.02, LayerSensitivities.ESTIMATED)),
                        Map.entry("b", new Loss(1.25, LayerSensitivities.ESTIMATED)));
    }

    @Test
    void whatIsExactLosesNothing() {
        layer("a", 0, Reason.WEIGHTED_KERNEL);
        layer("b", 0.01, Reason.WEIGHTED_KERNEL);
        layer("y", 0.01, Reason.WEIGHTED_KERNEL);

        assertThat(losses().get("a")).isEqualTo(new Loss(0, LayerSensitivities.ESTIMATED));
    }

    @Test
    void theOnlyErrorHasNoRatioToBeLost() {
        layer("a", 0.01, Reason.WEIGHTED_KERNEL);

        assertThat(losses()).isEmpty();
    }

    @Test
    void whatPassesIntegersOnIsNotCountedTwice() {
        layer("a", 0.01, Reason.WEIGHTED_KERNEL);
        layer("b", 0.01, Reason.MOVED);
        layer("y", 0.01, Reason.WEIGHTED_KERNEL);

        assertThat(losses()).containsOnlyKeys("a", "y");
    }

    @Test
    void nothingIsSaidOfWhatWasNotMeasured() {
        assertThat(losses()).isEmpty();
    }

    private void layer(String name, double noise, Reason reason) {
        decisions.put(
                name,
                new NodeDecision(
                        name,
                        "Op",
                        reason,
                        "",
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        ErrorMeasures measures = new ErrorMeasures(4, 1, 1, 1, noise, 1);
        comparisons.put(
                name,
                new TensorComparison(
                        name,
                        name,
                        "Op",
                        "name",
                        true,
                        List.of(4L),
                        measures,
                        Optional.of(measures),
                        0));
    }

    private Map<String, Loss> losses() {
        Graph graph =
                Graph.builder("branches", Opsets.of(17))
                        .input(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(4)))
                        .output(ValueInfo.tensor("y", ElementType.FLOAT, Shape.of(4)))
                        .node(Node.of("a", "Relu", List.of("x"), List.of("a")))
                        .node(Node.of("b", "Exp", List.of("x"), List.of("b")))
                        .node(Node.of("y", "Add", List.of("a", "b"), List.of("y")))
                        .build();
        List<Collapsed> nodes =
                graph.nodes().stream()
                        .map(node -> new Collapsed(node, node.inputs(), node.outputs(), List.of()))
                        .toList();
        return new LayerSensitivities(graph, comparisons).of(nodes, decisions, Optional.empty());
    }
}
