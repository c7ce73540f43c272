package dev.vernier.prepare;

import static dev.vernier.prepare.Graphs.constant;
import static dev.vernier.prepare.Graphs.dims;
import static dev.vernier.prepare.Graphs.floats;
import static dev.vernier.prepare.Graphs.graph;
import static dev.vernier.prepare.Graphs.node;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import java.util.List;
import org.junit.jupiter.api.Test;

class InlineConstantIfTest {

    private final RuleTester rule = new RuleTester(new InlineConstantIf());

    @Test
    void putsTheBranchThatRunsInItsPlace() {
        rule.rewrites("takes_then", branches(flag(1)));
    }

    @Test
    void takesTheOtherBranchWhereTheConditionIsFalse() {
        rule.rewrites("takes_else", branches(flag(0)));
    }

    @Test
    void doesNotFireOnAConditionThatIsComputed() {
        Graph computed =
                branches(flag(1)).toBuilder()
                        .initializers(List.of())
                        .input(ValueInfo.tensor("c", ElementType.BOOL, Shape.of()))
                        .build();

        rule.doesNotFireOn(computed);
    }

    @Test
    void doesNotFireWhereNoBranchMultiplies() {
        Graph negative = graph(13).output(floats("t", 1, 2)).node(node("Neg", "x", "t")).build();
        Graph same = graph(13).output(floats("x", 1, 2)).build();

        rule.doesNotFireOn(choosing(negative, same));
    }

    /** What no runtime loads: the branch gives nothing for the output. */
    @Test
    void doesNotFireOnABranchWithoutTheOutput() {
        Graph nothing =
                graph(13)
                        .initializer(constant("w", dims(2, 2), 1, 2, 3, 4))
                        .node(node("MatMul", "x,w", "p"))
                        .build();

        rule.doesNotFireOn(choosing(nothing, nothing));
    }

    /** The choice between two branches. */
    private static Graph choosing(Graph then, Graph otherwise) {
        Node choice =
                node(
                        "If",
                        "c",
                        "y",
                        new Attribute.GraphValue("then_branch", then),
                        new Attribute.GraphValue("else_branch", otherwise));
        return branches(flag(1)).toBuilder().nodes(List.of(choice)).build();
    }

    private static Tensor flag(int value) {
        return Tensor.ofBytes("c", ElementType.BOOL, new long[0], new byte[] {(byte) value});
    }

    private static Graph branches(Tensor condition) {
        Graph then =
                graph(13)
                        .output(floats("t", 2))
                        .initializer(constant("w", dims(2, 2), 1, 2, 3, 4))
                        .node(node("MatMul", "x,w", "p"))
                        .node(node("Relu", "p", "t"))
                        .build();
        Graph otherwise = graph(13).output(floats("x", 2)).build();
        return graph(13)
                .input(floats("x", 1, 2))
                .output(floats("y", 1, 2))
                .initializer(condition)
                .node(
                        node(
                                "If",
                                "c",
                                "a",
                                new Attribute.GraphValue("then_branch", then),
                                new Attribute.GraphValue("else_branch", otherwise)))
                .node(node("Neg", "a", "y"))
                .build();
    }
}
