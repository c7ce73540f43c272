package dev.vernier.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.calibrator.MinMax;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.Placement;
import dev.vernier.plan.Planner;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.plan.TensorRtBlocks;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.statistics.StatisticsAccumulator;
import dev.vernier.target.Targets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each block of {@link TensorRtBlocks}, its plan and what is written of it, as text; written anew
 * with {@code -Dgolden.write=true}.
 */
class TensorRtRewriteTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/tensorrt");

    static Set<String> blocks() {
        return TensorRtBlocks.all().keySet();
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void graphAndPlanGiveThisText(String block) throws IOException {
        Graph graph = TensorRtBlocks.named(block);
        QuantizationPlan plan = plan(graph);
        String text =
                "graph\n"
                        + lines(graph)
                        + "\nplan\n"
                        + plan.nodes().stream()
                                .map(TensorRtRewriteTest::line)
                                .collect(Collectors.joining())
                        + "\nwritten\n"
                        + lines(Rewrite.rewrite(graph, plan, Targets.TENSORRT));
        Path file = GOLDEN.resolve(block + ".txt");
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, text);
        }

        assertThat(text).isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
    }

    /** Nodes and scales of values; the constants of weights would only be long. */
    private static String lines(Graph graph) {
        return GraphText.of(graph)
                .lines()
                .filter(line -> line.startsWith("  [") || line.contains("float[] ="))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private static String line(NodeDecision decision) {
        return "  "
                + decision.node()
                + ": "
                + decision.reason().id()
                + (decision.detail().isEmpty() ? "" : " (" + decision.detail() + ")")
                + (decision.quantizedInputs().isEmpty()
                        ? ""
                        : ", reads " + String.join(", ", decision.quantizedInputs()))
                + decision.weight().map(weight -> " times " + weight).orElse("")
                + decision.quantizedOutput().map(output -> ", writes " + output).orElse("")
                + "\n";
    }

    /** Every watched value was seen up to a number of its own, so that scales differ. */
    private static QuantizationPlan plan(Graph graph) {
        StatisticsAccumulator accumulator = new StatisticsAccumulator();
        accumulator.begin("sample");
        float largest = 127;
        for (String value : Placement.of(graph, Targets.TENSORRT).watched()) {
            accumulator.add(value, ramp(largest));
            largest *= 1.25f;
        }
        return new Planner(
                        graph,
                        Targets.TENSORRT,
                        accumulator.statistics(new ModelDigest("ab".repeat(32))),
                        new MinMax())
                .plan();
    }

    /** Evenly spread, so that a Concat can put one beside the other on one scale. */
    private static float[] ramp(float largest) {
        float[] values = new float[64];
        for (int i = 0; i < values.length; i++) {
            values[i] = largest * (i + 1) / values.length;
        }
        return values;
    }
}
