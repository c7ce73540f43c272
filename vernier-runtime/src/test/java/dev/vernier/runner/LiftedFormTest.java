package dev.vernier.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.ValueInfo;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiftedFormTest {

    private static final Opsets OPSETS = Opsets.of(13);

    @Test
    void aValueOfTheGraphItselfIsAsItIs() {
        RunTensor found = tensor(2, 3);

        assertThat(form("If").inBody(found)).containsSame(found);
        assertThat(LiftedForm.of(around("Loop"), "x").inBody(found)).containsSame(found);
    }

    @Test
    void aScanPutsItsIterationsIntoTheFirstAxis() {
        RunTensor joined = form("Scan").inBody(tensor(4, 1, 3)).orElseThrow();

        assertThat(joined.shape()).containsExactly(4, 3);
        assertThat(joined.floats()).hasSize(12);
    }

    @Test
    void whatALoopRecordedIsCutIntoItsIterations() {
        RunTensor found = tensor(12);

        assertThat(form("Loop").inBody(found).orElseThrow().shape()).containsExactly(4, 3);
        assertThat(form("Loop").inRows(found, 6).orElseThrow().shape()).containsExactly(2, 6);
    }

    @Test
    void theExtremesBehindAFullRecordAreNoIteration() {
        RunTensor full = tensor((int) LoopRecord.LIMIT + 2);

        RunTensor rows = form("Loop").inRows(full, 1 << 10).orElseThrow();

        assertThat(rows.shape()).containsExactly(LoopRecord.LIMIT >> 10, 1 << 10);
    }

    @Test
    void aLoopThatDidNotIterateOrOfUnknownShapeGivesNothing() {
        LiftedForm unknown = LiftedForm.of(around("Loop"), "free");

        assertThat(form("Loop").inBody(tensor(0))).isEmpty();
        assertThat(unknown.inBody(tensor(12))).isEmpty();
        assertThat(unknown.inRows(tensor(12), 3)).isPresent();
    }

    private static LiftedForm form(String operator) {
        return LiftedForm.of(around(operator), "v");
    }

    private static RunTensor tensor(int... shape) {
        int elements = 1;
        long[] lengths = new long[shape.length];
        for (int axis = 0; axis < shape.length; axis++) {
            lengths[axis] = shape[axis];
            elements *= shape[axis];
        }
        return RunTensor.ofFloats(ElementType.FLOAT, lengths, new float[elements]);
    }

    /** v of shape (1, 3) and free of any in a body. */
    private static Graph around(String operator) {
        Graph body =
                Graph.builder("body", OPSETS)
                        .output(ValueInfo.tensor("v", ElementType.FLOAT, Shape.of(1, 3)))
                        .node(Node.of("v", "Neg", List.of("x"), List.of("v")))
                        .node(Node.of("free", "Neg", List.of("x"), List.of("free")))
                        .build();
        return Graph.builder("around", OPSETS)
                .input(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(1, 3)))
                .output(WatchedModel.floats("y"))
                .node(
                        Node.of(
                                "y",
                                operator,
                                List.of(),
                                List.of("y"),
                                new Attribute.GraphValue("body", body)))
                .build();
    }
}
