package dev.vernier.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.graph.Graph;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReshapeConstantTest {

    private final RuleTester rule = new RuleTester(new ReshapeConstant());

    @Test
    void constantTakesTheNewShape() {
        assertThat(reshaped("1 -1 1 1")).containsExactly(1L, 6L, 1L, 1L);
        assertThat(reshaped("0 -1")).containsExactly(2L, 3L);
        assertThat(reshaped("3 2 1 1")).containsExactly(3L, 2L, 1L, 1L);
    }

    private List<Long> reshaped(String shape) {
        Graph graph = rule.apply(graph(shape, "y = Add(x, s)"));
        assertThat(graph.nodes()).hasSize(1);
        return graph.constant("s").orElseThrow().dimensions();
    }

    @Test
    void doesNotFireWhereTheShapeDoesNotFit() {
        rule.doesNotFireOn(graph("4 -1", "y = Add(x, s)"));
        rule.doesNotFireOn(graph("-1 -1", "y = Add(x, s)"));
    }

    @Test
    void doesNotFireWhereTheConstantHasAnotherReader() {
        rule.doesNotFireOn(graph("6", "t = Add(x, b)\ny = Add(t, s)"));
    }

    @Test
    void doesNotFireOnAGraphOutput() {
        rule.doesNotFireOn(graph("6", "y = Add(x, s)\nout s: float"));
    }

    private static Graph graph(String shape, String rest) {
        int axes = shape.split(" ", -1).length;
        return GraphScript.parse(
                13,
                """
                in  x: float
                out y: float
                const b: float[2,3] = 1 2 3 4 5 6
                const n: int64[%d] = %s
                s = Reshape(b, n)
                %s
                """
                        .formatted(axes, shape, rest));
    }
}
