package dev.vernier.prepare;

import static dev.vernier.prepare.Graphs.floats;
import static dev.vernier.prepare.Graphs.graph;
import static dev.vernier.prepare.Graphs.node;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Tensor;
import org.junit.jupiter.api.Test;

class RemoveDropoutTest {

    private final RuleTester rule = new RuleTester(new RemoveDropout());

    @Test
    void firesInInference() {
        rule.rewrites("inference", dropout(7, "a").build());
    }

    @Test
    void firesWhereTrainingModeIsConstantlyFalse() {
        rule.rewrites("training_mode_false", dropout(13, "a,,t").initializer(mode(0)).build());
    }

    @Test
    void doesNotFireInTrainingMode() {
        rule.doesNotFireOn(dropout(13, "a,,t").initializer(mode(1)).build());
    }

    @Test
    void doesNotFireWhereTheCallerDecides() {
        rule.doesNotFireOn(dropout(13, "a,,t").input(Graphs.longs("t")).build());
    }

    @Test
    void doesNotFireBeforeOpset7WithoutIsTest() {
        rule.doesNotFireOn(dropout(6, "a").build());
    }

    @Test
    void doesNotFireWhenTheMaskIsUsed() {
        rule.doesNotFireOn(
                graph(13)
                        .input(floats("x", 2))
                        .output(floats("y", 2))
                        .output(floats("mask", 2))
                        .node(node("Relu", "x", "a"))
                        .node(node("Dropout", "a", "b,mask"))
                        .node(node("Neg", "b", "y"))
                        .build());
    }

    private static Graph.Builder dropout(long opset, String inputs) {
        return graph(opset)
                .input(floats("x", 2))
                .output(floats("y", 2))
                .node(node("Relu", "x", "a"))
                .node(node("Dropout", inputs, "b,mask", Attribute.of("seed", 1L)))
                .node(node("Neg", "b", "y"));
    }

    private static Tensor mode(int value) {
        return Tensor.ofBytes("t", ElementType.BOOL, new long[0], new byte[] {(byte) value});
    }
}
