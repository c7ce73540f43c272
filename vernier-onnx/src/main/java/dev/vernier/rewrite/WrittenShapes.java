package dev.vernier.rewrite;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.Dimension;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Adds to an edit values that hold shapes for Reshape; each shape once.
 *
 * <pre>
 * [2,n,8]    ->  the constant [2,-1,8]           one length is open at most
 * [b,n,8]    ->  Concat(Shape(x), [8])           x: an input of the graph, of shape [b,n]
 * [b,n,8]    ->  Concat(Slice(Shape(x), [0], [2]), [8])     x: of shape [b,n,4]
 * </pre>
 *
 * <p>Not thread-safe.
 */
final class WrittenShapes {

    private final Graph graph;
    private final GraphEdit edit;
    private final Names names;
    private final Map<Shape, String> written = new HashMap<>();
    private final Map<String, String> beginnings = new HashMap<>();

    WrittenShapes(Graph graph, GraphEdit edit, Names names) {
        this.graph = graph;
        this.edit = edit;
        this.names = names;
    }

    /** The value that holds this shape; empty if it follows from no input. */
    Optional<String> of(Shape shape) {
        String known = written.get(shape);
        Optional<String> value = known == null ? write(shape) : Optional.of(known);
        value.ifPresent(name -> written.put(shape, name));
        return value;
    }

    private Optional<String> write(Shape shape) {
        long open =
                shape.dimensions().stream().filter(d -> !(d instanceof Dimension.Fixed)).count();
        if (open <= 1) {
            long[] lengths = new long[shape.rank()];
            for (int axis = 0; axis < lengths.length; axis++) {
                lengths[axis] = shape.length(axis).orElse(-1);
            }
            return Optional.of(constant(lengths));
        }
        int last = shape.rank() - 1;
        if (shape.length(last).isEmpty()) {
            return Optional.empty();
        }
        List<Dimension> leading = shape.dimensions().subList(0, last);
        return graph.inputs().stream()
                .filter(input -> input.shape().filter(x -> beginsWith(x, leading)).isPresent())
                .min(Comparator.comparingInt(input -> input.shape().orElseThrow().rank()))
                .map(input -> extended(input, last, shape.length(last).getAsLong()));
    }

    private static boolean beginsWith(Shape shape, List<Dimension> leading) {
        return shape.rank() >= leading.size()
                && shape.dimensions().subList(0, leading.size()).equals(leading)
                && !leading.contains(Dimension.UNKNOWN);
    }

    private String extended(ValueInfo input, int axes, long length) {
        String beginning =
                beginnings.computeIfAbsent(input.name() + axes, key -> beginningOf(input, axes));
        String value = names.fresh(input.name() + "_by_" + length);
        edit.add(
                Node.of(
                        names.fresh(value + "_Concat"),
                        "Concat",
                        List.of(beginning, constant(length)),
                        List.of(value),
                        Attribute.of("axis", 0)));
        return value;
    }

    private String beginningOf(ValueInfo input, int axes) {
        String shape = shapeOf(input.name());
        if (input.shape().orElseThrow().rank() == axes) {
            return shape;
        }
        String value = names.fresh(shape + "_beginning");
        edit.add(
                Node.of(
                        names.fresh(value + "_Slice"),
                        "Slice",
                        List.of(shape, constant(0), constant(axes)),
                        List.of(value)));
        return value;
    }

    private String shapeOf(String input) {
        String value = names.fresh(input + "_shape");
        edit.add(Node.of(names.fresh(value + "_Shape"), "Shape", List.of(input), List.of(value)));
        return value;
    }

    private String constant(long... lengths) {
        String name = names.fresh("shape");
        edit.initializer(Tensor.ofLongs(name, new long[] {lengths.length}, lengths));
        return name;
    }
}
