package dev.vernier.prepare;

import static dev.vernier.prepare.Graphs.constant;
import static dev.vernier.prepare.Graphs.dims;
import static dev.vernier.prepare.Graphs.floats;
import static dev.vernier.prepare.Graphs.graph;
import static dev.vernier.prepare.Graphs.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.TensorData;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiftConstantTest {

    private final RuleTester rule = new RuleTester(new LiftConstant());

    @Test
    void liftsATensor() {
        rule.rewrites(
                "tensor",
                weightFrom(
                        new Attribute.TensorValue("value", constant("", dims(2, 2), 1, 2, 3, 4))));
    }

    @Test
    void liftsNumbersAndLists() {
        rule.rewrites(
                "numbers_and_lists",
                graph(13)
                        .input(floats("x", 2))
                        .output(floats("y", 2))
                        .node(node("Constant", "", "a", Attribute.of("value_float", 2f)))
                        .node(
                                node(
                                        "Constant",
                                        "",
                                        "b",
                                        new Attribute.Floats("value_floats", List.of(1f, 2f))))
                        .node(node("Constant", "", "c", Attribute.of("value_int", 3L)))
                        .node(node("Constant", "", "d", Attribute.ofInts("value_ints", 4, 5)))
                        .node(node("Custom", "x,a,b,c,d", "y"))
                        .build());
    }

    @Test
    void leavesTheElementsInTheFile() {
        TensorData.FileRegion region = new TensorData.FileRegion(Path.of("model.onnx"), 100, 16);
        Tensor value = new Tensor("", ElementType.FLOAT, List.of(2L, 2L), region);
        Graph lifted = rule.apply(weightFrom(new Attribute.TensorValue("value", value)));
        assertThat(lifted.initializers().get("w"))
                .isEqualTo(new Tensor("w", ElementType.FLOAT, List.of(2L, 2L), region));
    }

    @Test
    void doesNotFireOnAGraphOutput() {
        rule.doesNotFireOn(
                graph(13)
                        .output(floats("y"))
                        .node(node("Constant", "", "y", Attribute.of("value_float", 2f)))
                        .build());
    }

    @Test
    void doesNotFireOnStrings() {
        rule.doesNotFireOn(weightFrom(Attribute.of("value_string", "text")));
    }

    private static Graph weightFrom(Attribute value) {
        return graph(13)
                .input(floats("x", 1, 2))
                .output(floats("y", 1, 2))
                .node(node("Constant", "", "w", value))
                .node(node("MatMul", "x,w", "y"))
                .build();
    }
}
