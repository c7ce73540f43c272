package dev.vernier.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import dev.vernier.model.ModelBytes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Results that no array holds are refused before a runtime is asked to compute them. */
class OversizedValuesTest {

    private static Graph.Builder graph() {
        return Graph.builder("main", Opsets.of(17))
                .input(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(1, 4)));
    }

    private static Model model(Graph.Builder graph) {
        return Model.of(8, graph.build());
    }

    private static Graph.Builder ending(Graph.Builder graph, String value) {
        return graph.node(Node.of("end", "Relu", List.of(value), List.of("y")))
                .output(ValueInfo.tensor("y", ElementType.FLOAT, Shape.of(1, 4)));
    }

    @ParameterizedTest
    @CsvSource({
        "Expand, 2147483648, 1",
        "Expand, 1099511627776, 4",
        "Expand, 65536, 65536",
        "Tile, 2147483648, 1",
        "Tile, 4611686018427387904, 4611686018427387904"
    })
    void constantShapeIsSeenByTheValidator(String op, long rows, long columns) {
        Graph.Builder graph =
                graph().initializer(Tensor.ofLongs("shape", new long[] {2}, rows, columns))
                        .node(Node.of("big", op, List.of("x", "shape"), List.of("z")));
        assertThatThrownBy(() -> ModelBytes.skeleton(model(ending(graph, "z"))))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("node big: result must have at most 2147483647 elements")
                .hasMessageContaining(rows + ", " + columns);
    }

    @Test
    void shapeOfAConstantNodeIsSeenToo() {
        Tensor shape = Tensor.ofLongs("", new long[] {1}, 1L << 40);
        Graph.Builder graph =
                graph().node(
                                Node.of(
                                        "shape",
                                        "Constant",
                                        List.of(),
                                        List.of("s"),
                                        new Attribute.TensorValue("value", shape)))
                        .node(Node.of("big", "ConstantOfShape", List.of("s"), List.of("z")));
        assertThatThrownBy(() -> ModelBytes.skeleton(model(ending(graph, "z"))))
                .hasMessageContaining("node big: result must have at most");
    }

    @Test
    void whatJustFitsIsLeftToTheRuntime() {
        Graph.Builder graph =
                graph().initializer(Tensor.ofLongs("shape", new long[] {1}, Integer.MAX_VALUE))
                        .node(Node.of("big", "Expand", List.of("x", "shape"), List.of("z")));
        assertThat(ModelBytes.skeleton(model(ending(graph, "z")))).isNotEmpty();
    }

    @Test
    void shapeThatIsComputedIsSeenWhenPrepared() {
        Graph.Builder graph =
                graph().initializer(Tensor.ofLongs("much", new long[] {1}, 1L << 40))
                        .node(Node.of("s", "Shape", List.of("x"), List.of("shape")))
                        .node(
                                Node.of(
                                        "m",
                                        "Concat",
                                        List.of("much", "shape"),
                                        List.of("more"),
                                        Attribute.of("axis", 0)))
                        .node(Node.of("big", "Expand", List.of("x", "more"), List.of("z")));
        assertThatThrownBy(
                        () ->
                                Preparation.prepare(
                                        model(ending(graph, "z")), new PreparationOptions(13)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("node big: result must have at most 2147483647 elements")
                .hasMessageContaining("value=z");
    }
}
