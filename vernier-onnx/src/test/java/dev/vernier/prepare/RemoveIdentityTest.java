package dev.vernier.prepare;

import static dev.vernier.prepare.Graphs.constant;
import static dev.vernier.prepare.Graphs.dims;
import static dev.vernier.prepare.Graphs.floats;
import static dev.vernier.prepare.Graphs.graph;
import static dev.vernier.prepare.Graphs.node;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.Graph;
import org.junit.jupiter.api.Test;

class RemoveIdentityTest {

    private final RuleTester rule = new RuleTester(new RemoveIdentity());

    @Test
    void uncoversAWeight() {
        rule.rewrites(
                "uncovers_a_weight",
                graph(13)
                        .input(floats("x", 1, 2))
                        .output(floats("y", 1, 2))
                        .initializer(constant("a", dims(2, 2), 1, 2, 3, 4))
                        .node(node("Identity", "a", "b"))
                        .node(node("MatMul", "x,b", "y"))
                        .build());
    }

    @Test
    void keepsTheNameOfAGraphOutput() {
        rule.rewrites(
                "keeps_output_name",
                graph(13)
                        .input(floats("x", 2))
                        .output(floats("y", 2))
                        .output(floats("z", 2))
                        .node(node("Relu", "x", "a"))
                        .node(node("Identity", "a", "y"))
                        .node(node("Neg", "a", "z"))
                        .build());
    }

    @Test
    void reachesIntoABodyThatCapturesTheValue() {
        Graph branch = graph(13).output(floats("r", 2)).node(node("Neg", "b", "r")).build();
        rule.rewrites(
                "captured_by_a_body",
                graph(13)
                        .input(floats("x", 2))
                        .input(Graphs.longs("condition"))
                        .output(floats("y", 2))
                        .node(node("Abs", "x", "a"))
                        .node(node("Identity", "a", "b"))
                        .node(
                                node(
                                        "If",
                                        "condition",
                                        "y",
                                        new Attribute.GraphValue("then_branch", branch),
                                        new Attribute.GraphValue("else_branch", branch)))
                        .build());
    }

    @Test
    void renamesOneProducerWhileAnotherReadsIt() {
        rule.rewrites(
                "two_outputs_in_a_row",
                graph(13)
                        .input(floats("x", 2))
                        .output(floats("y", 2))
                        .output(floats("z", 2))
                        .node(node("Relu", "x", "a"))
                        .node(node("Neg", "a", "b"))
                        .node(node("Identity", "b", "y"))
                        .node(node("Identity", "a", "z"))
                        .build());
    }

    @Test
    void doesNotFireBetweenInputAndOutput() {
        rule.doesNotFireOn(
                graph(13)
                        .input(floats("x", 2))
                        .output(floats("y", 2))
                        .node(node("Identity", "x", "y"))
                        .build());
    }

    @Test
    void doesNotFireBetweenTwoOutputs() {
        rule.doesNotFireOn(
                graph(13)
                        .input(floats("x", 2))
                        .output(floats("a", 2))
                        .output(floats("y", 2))
                        .node(node("Relu", "x", "a"))
                        .node(node("Identity", "a", "y"))
                        .build());
    }
}
