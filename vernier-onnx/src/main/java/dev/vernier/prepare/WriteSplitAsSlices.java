package dev.vernier.prepare;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.GraphRule;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Writes the Split of an image as one Slice for each part:
 *
 * <pre>
 * a, b = Split(x, [16, 16]) {axis=1}
 *   -> a = Slice(x, 0, 16, axis 1);  b = Slice(x, 16, 32, axis 1)      x: float, rank 4 or more
 * </pre>
 *
 * <p>ONNX Runtime 1.29 moves integers through a Slice whoever reads it, through a Split only if
 * every part is quantized with one and the same scale. A Slice costs what a part of a Split costs.
 *
 * <p>Does not fire where a length is not known, nor below rank 4: sequences are split inside of
 * patterns that runtimes look for.
 */
final class WriteSplitAsSlices implements GraphRule {

    private static final int SMALLEST_RANK = 4;
    private static final int SIZES = 1;

    /** Bounds as inputs of Slice. */
    private static final long FIRST_OPSET = 10;

    @Override
    public Optional<GraphEdit> apply(Node node, Graph graph) {
        if (!node.is("Split") || graph.opsets().onnx() < FIRST_OPSET) {
            return Optional.empty();
        }
        String value = node.inputs().get(0);
        boolean isFloat =
                graph.elementType(value).filter(type -> type == ElementType.FLOAT).isPresent();
        Optional<Shape> shape =
                graph.shape(value).filter(found -> isFloat && found.rank() >= SMALLEST_RANK);
        if (shape.isEmpty()) {
            return Optional.empty();
        }
        int axis = (int) node.attribute("axis", 0L);
        int positive = axis < 0 ? axis + shape.get().rank() : axis;
        return lengths(node, positive, shape.get(), graph)
                .filter(lengths -> lengths.size() == node.outputs().size())
                .map(lengths -> slices(node, positive, lengths, graph));
    }

    /** How long each part is: as the second input says, or all the same but for the last. */
    private static Optional<List<Long>> lengths(Node node, int axis, Shape shape, Graph graph) {
        if (node.input(SIZES).isPresent()) {
            return graph.constantInput(node, SIZES)
                    .filter(sizes -> sizes.type() == ElementType.INT64)
                    .map(sizes -> Arrays.stream(Weights.longs(sizes)).boxed().toList());
        }
        Optional<List<Long>> attribute = node.ints("split");
        return attribute.isPresent()
                ? attribute
                : shape.length(axis).stream()
                        .mapToObj(length -> equalParts(length, node.outputs().size()))
                        .findFirst();
    }

    private static List<Long> equalParts(long length, int parts) {
        long each = (length + parts - 1) / parts;
        List<Long> lengths = new ArrayList<>();
        for (long from = 0; lengths.size() < parts; from += each) {
            lengths.add(Math.max(0, Math.min(each, length - from)));
        }
        return lengths;
    }

    private static GraphEdit slices(Node split, int axis, List<Long> lengths, Graph graph) {
        Names names = Names.of(graph);
        GraphEdit edit = new GraphEdit().remove(split);
        String axes = constant("axis", axis, split, names, edit);
        long from = 0;
        for (int part = 0; part < lengths.size(); part++) {
            String output = split.outputs().get(part);
            long to = from + lengths.get(part);
            if (!output.isEmpty()) {
                String start = constant("start", from, split, names, edit);
                String end = constant("end", to, split, names, edit);
                edit.add(
                        Node.of(
                                names.fresh(split.name() + "_Slice"),
                                "Slice",
                                List.of(split.inputs().get(0), start, end, axes),
                                List.of(output)));
            }
            from = to;
        }
        return edit;
    }

    private static String constant(
            String what, long value, Node split, Names names, GraphEdit edit) {
        String name = names.fresh(split.name() + "_" + what);
        edit.initializer(Tensor.ofLongs(name, new long[] {1}, value));
        return name;
    }
}
