package dev.vernier.plan;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.Dimension;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import java.util.List;
import java.util.Random;

/** Graphs for the tests of placement and rewriting, written a line a node. */
public final class SmallGraphs {

    private final Graph.Builder graph = Graph.builder("small", Opsets.of(13));
    private final Random random = new Random(20260101);
    private int nodes;

    /** One float input x of this shape after the batch axis. */
    public static SmallGraphs withInput(long... shape) {
        SmallGraphs small = new SmallGraphs();
        small.graph.input(batchOf("x", shape));
        return small;
    }

    public SmallGraphs input(String name, long... shape) {
        graph.input(batchOf(name, shape));
        return this;
    }

    private static ValueInfo batchOf(String name, long... shape) {
        List<Dimension> dimensions = new java.util.ArrayList<>();
        dimensions.add(Dimension.named("N"));
        for (long length : shape) {
            dimensions.add(Dimension.of(length));
        }
        return ValueInfo.tensor(name, ElementType.FLOAT, new Shape(dimensions));
    }

    /** A float constant of seeded random values in (-1, 1). */
    public SmallGraphs constant(String name, long... shape) {
        int elements = 1;
        for (long length : shape) {
            elements *= (int) length;
        }
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++) {
            values[i] = 2 * random.nextFloat() - 1;
        }
        graph.initializer(Tensor.ofFloats(name, shape, values));
        return this;
    }

    public SmallGraphs tensor(Tensor tensor) {
        graph.initializer(tensor);
        return this;
    }

    /** A node of the default domain, named by operator and number: {@code conv0}, {@code relu1}. */
    public SmallGraphs node(
            String output, String op, List<String> inputs, Attribute... attributes) {
        String name = op.toLowerCase(java.util.Locale.ROOT) + nodes++;
        graph.node(Node.of(name, op, inputs, List.of(output), attributes));
        return this;
    }

    public Graph output(String name, long... shape) {
        graph.output(batchOf(name, shape));
        return graph.build();
    }
}
