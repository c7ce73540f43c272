package dev.vernier.runner;

import dev.vernier.graph.Dimension;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import java.util.List;

/** Small models, built by hand. */
public final class TestModels {

    private TestModels() {}

    /** [batch, length]. */
    public static Shape batchOf(long length) {
        return new Shape(List.of(Dimension.named("batch"), Dimension.of(length)));
    }

    /** h = x W with W = [[1, -1], [2, 0.5]], r = Relu(h), y = Log(r): -infinity for r = 0. */
    public static Model matMulReluLog() {
        return Model.of(
                8,
                Graph.builder("small", Opsets.of(13))
                        .input(ValueInfo.tensor("x", ElementType.FLOAT, batchOf(2)))
                        .output(ValueInfo.tensor("y", ElementType.FLOAT, batchOf(2)))
                        .initializer(Tensor.ofFloats("w", new long[] {2, 2}, 1, -1, 2, 0.5f))
                        .node(Node.of("mul", "MatMul", List.of("x", "w"), List.of("h")))
                        .node(Node.of("relu", "Relu", List.of("h"), List.of("r")))
                        .node(Node.of("log", "Log", List.of("r"), List.of("y")))
                        .build());
    }

    /** y = x, of any type and shape. */
    public static Model identity(ElementType type, Shape shape) {
        return Model.of(
                8,
                Graph.builder("identity", Opsets.of(13))
                        .input(ValueInfo.tensor("x", type, shape))
                        .output(ValueInfo.tensor("y", type, shape))
                        .node(Node.of("same", "Identity", List.of("x"), List.of("y")))
                        .build());
    }
}
