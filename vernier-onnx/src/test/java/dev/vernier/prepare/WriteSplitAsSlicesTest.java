package dev.vernier.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.model.Weights;
import org.junit.jupiter.api.Test;

class WriteSplitAsSlicesTest {

    private final RuleTester rule = new RuleTester(new WriteSplitAsSlices());

    @Test
    void writesTheSplitOfAnImageAsSlices() {
        rule.rewrites("lengths", split(13, "float[1,5,4,4]", "x, s", "axis=1"));
    }

    @Test
    void partsAreAsLongAsEachOtherButForTheLast() {
        Graph graph = rule.apply(split(18, "float[1,4,4,5]", "x", "axis=-1, num_outputs=2"));

        assertThat(graph.nodes())
                .filteredOn(node -> node.is("Slice"))
                .extracting(node -> bound(graph, node, 1), node -> bound(graph, node, 2))
                .containsExactly(tuple(0L, 3L), tuple(3L, 5L));
    }

    @Test
    void sequencesAndUnknownLengthsStay() {
        rule.doesNotFireOn(split(13, "float[1,5,4]", "x, s", "axis=1"));
        rule.doesNotFireOn(split(18, "float[1,c,4,4]", "x", "axis=1, num_outputs=2"));
        rule.doesNotFireOn(split(13, "int64[1,5,4,4]", "x, s", "axis=1"));
    }

    private static long bound(Graph graph, Node slice, int input) {
        return Weights.longs(graph.constantInput(slice, input).orElseThrow())[0];
    }

    private static Graph split(long opset, String input, String inputs, String attributes) {
        return GraphScript.parse(
                opset,
                """
                in  x: %s
                out a: float
                out b: float
                const s: int64[2] = 2 3
                a, b = Split(%s) {%s}
                """
                        .formatted(input, inputs, attributes));
    }
}
