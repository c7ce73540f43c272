package dev.vernier.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Scopes;
import dev.vernier.graph.Tensor;
import dev.vernier.numeric.Range;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SaturationTest {

    private static final Range WIDE = new Range(-20f, 15f);

    @ParameterizedTest
    @CsvSource({
        "Relu, 0, 15",
        "HardSwish, -3, 15",
        "HardSigmoid, -2.5, 2.5",
        "Sigmoid, -8, 8",
        "Tanh, -4.5, 4.5",
        "LeakyRelu, -20, 15",
        "Sqrt, -20, 15",
    })
    void endsWhereTheReaderSaturates(String op, float min, float max) {
        Graph graph = SmallGraphs.withInput(4).node("y", op, List.of("x")).output("y", 4);

        assertThat(new Saturation(Scopes.of(graph)).within("x", WIDE))
                .isEqualTo(new Range(min, max));
    }

    @Test
    void endsWhereADecomposedHardSwishDoes() {
        Graph graph = hardSwish().output("y", 4);

        assertThat(new Saturation(Scopes.of(graph)).within("x", WIDE))
                .isEqualTo(new Range(-3f, 15f));
        assertThat(new Saturation(Scopes.of(graph)).within("s", WIDE)).isEqualTo(WIDE);
    }

    @Test
    void doesNotEndWhereAnotherReaderTellsMoreApart() {
        Graph sum = hardSwish().node("z", "Add", List.of("x", "y")).output("z", 4);
        Graph leaky =
                hardSwish()
                        .node("z", "LeakyRelu", List.of("x"), Attribute.of("alpha", 0.1f))
                        .output("z", 4);

        assertThat(new Saturation(Scopes.of(sum)).within("x", WIDE)).isEqualTo(WIDE);
        assertThat(new Saturation(Scopes.of(leaky)).within("x", WIDE)).isEqualTo(WIDE);
    }

    @Test
    void doesNotEndAtAnOutput() {
        Graph graph = SmallGraphs.withInput(4).node("y", "Relu", List.of("x")).output("x", 4);

        assertThat(new Saturation(Scopes.of(graph)).within("x", WIDE)).isEqualTo(WIDE);
    }

    private static SmallGraphs hardSwish() {
        return SmallGraphs.withInput(4)
                .tensor(Tensor.ofFloats("three", new long[0], 3f))
                .tensor(Tensor.ofFloats("zero", new long[0], 0f))
                .tensor(Tensor.ofFloats("six", new long[0], 6f))
                .node("s", "Add", List.of("x", "three"))
                .node("t", "Clip", List.of("s", "zero", "six"))
                .node("p", "Mul", List.of("x", "t"))
                .node("y", "Div", List.of("p", "six"));
    }
}
