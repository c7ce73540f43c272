package dev.vernier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Extras;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.Node;
import dev.vernier.graph.OpType;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.ValueInfo;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nodes without the inputs that their operators always have are refused before anything else. */
class OperandsTest {

    private static Model model(Node node) {
        ValueInfo x = ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(1, 4));
        return Model.of(
                8,
                Graph.builder("main", Opsets.of(17).with("mine", 1))
                        .input(x)
                        .node(node)
                        .output(ValueInfo.tensor("y", ElementType.FLOAT, Shape.of(1, 4)))
                        .build());
    }

    @ParameterizedTest
    @CsvSource({"Relu, 0", "MatMul, 1", "Gemm, 1", "Where, 2", "Concat, 0", "LSTM, 2"})
    void tooFewInputsAreRefusedByNodeAndOperator(String op, int inputs) {
        Node node = Node.of("short", op, Collections.nCopies(inputs, "x"), List.of("y"));

        assertThatThrownBy(() -> ModelBytes.skeleton(model(node)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("node short: ")
                .hasMessageContaining(op + " must have at least ");
    }

    @ParameterizedTest
    @CsvSource({"Relu, 1", "MatMul, 2", "RandomNormal, 0", "OptionalHasElement, 0", "Concat, 3"})
    void enoughPass(String op, int inputs) {
        Node node = Node.of("whole", op, Collections.nCopies(inputs, "x"), List.of("y"));

        assertThat(ModelBytes.skeleton(model(node))).isNotEmpty();
    }

    @Test
    void operatorsOfOthersMayReadNothing() {
        Node node =
                new Node(
                        "own",
                        new OpType("mine", "Source"),
                        List.of(),
                        List.of("y"),
                        List.of(),
                        Extras.NONE);

        assertThat(ModelBytes.skeleton(model(node))).isNotEmpty();
    }
}
