package dev.vernier.prepare;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.Dimension;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Extras;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import dev.vernier.graph.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Writes small graphs down in few words; nodes are called after their first output. */
final class Graphs {

    private Graphs() {}

    static Graph.Builder graph(long opset) {
        return Graph.builder("test", Opsets.of(opset));
    }

    /** A float value; an axis is a number, a name, or ? for not known. */
    static ValueInfo floats(String name, Object... axes) {
        return ValueInfo.tensor(name, ElementType.FLOAT, shape(axes));
    }

    static ValueInfo longs(String name, Object... axes) {
        return ValueInfo.tensor(name, ElementType.INT64, shape(axes));
    }

    /** A float value of unknown rank. */
    static ValueInfo floatsOfAnyRank(String name) {
        return new ValueInfo(
                name, new ValueType.TensorType(ElementType.FLOAT, Optional.empty(), Extras.NONE));
    }

    static Shape shape(Object... axes) {
        return new Shape(Arrays.stream(axes).map(Graphs::dimension).toList());
    }

    private static Dimension dimension(Object axis) {
        if (axis instanceof Number length) {
            return Dimension.of(length.longValue());
        }
        return axis.equals("?") ? Dimension.UNKNOWN : Dimension.named(axis.toString());
    }

    /** {@code op(inputs) -> output}, inputs separated by commas. */
    static Node node(String op, String inputs, String output, Attribute... attributes) {
        List<String> names = inputs.isEmpty() ? List.of() : List.of(inputs.split(",", -1));
        List<String> outputs = List.of(output.split(",", -1));
        return Node.of(outputs.get(0) + "_node", op, names, outputs, attributes);
    }

    /** A float constant of these dimensions. */
    static Tensor constant(String name, long[] dimensions, double... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return Tensor.ofFloats(name, dimensions, floats);
    }

    static long[] dims(long... dimensions) {
        return dimensions;
    }
}
