package dev.vernier.prepare;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.GraphRule;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reshapes a constant for good, as exporters write the bias of a convolution:
 *
 * <pre>
 * s = Reshape(b, [1,C,1,1]);  y = Add(x, s)  ->  const s: [1,C,1,1];  y = Add(x, s)
 * </pre>
 *
 * <p>The elements stay where they are, on the heap or in the file. Does not fire where the new
 * shape is not constant or does not fit, where the constant has another reader, so that it would be
 * stored twice, or where the result is a graph output.
 *
 * <p>Source: ONNX operators Reshape-5 to -25.
 */
final class ReshapeConstant implements GraphRule {

    private static final int DATA = 0;
    private static final int SHAPE = 1;

    @Override
    public Optional<GraphEdit> apply(Node node, Graph graph) {
        if (!node.is("Reshape") || graph.isOutput(node.output())) {
            return Optional.empty();
        }
        Optional<Tensor> shape =
                graph.constantInput(node, SHAPE)
                        .filter(s -> s.type() == ElementType.INT64 && s.rank() == 1);
        Optional<Tensor> data =
                graph.constantInput(node, DATA)
                        .filter(d -> graph.onlyConsumer(d.name()).isPresent());
        if (shape.isEmpty() || data.isEmpty()) {
            return Optional.empty();
        }
        boolean zeroIsLength = node.attribute("allowzero", 0L) != 0;
        return dimensions(data.get(), Weights.longs(shape.get()), zeroIsLength)
                .map(dimensions -> reshaped(node, data.get(), dimensions));
    }

    private static GraphEdit reshaped(Node node, Tensor data, List<Long> dimensions) {
        return new GraphEdit()
                .remove(node)
                .initializer(
                        new Tensor(
                                node.output(),
                                data.type(),
                                dimensions,
                                data.data(),
                                data.extras()));
    }

    /** -1 takes what is left, 0 the length of the same axis; empty where that does not fit. */
    private static Optional<List<Long>> dimensions(
            Tensor data, long[] wanted, boolean zeroIsLength) {
        List<Long> dimensions = new ArrayList<>();
        long known = 1;
        int open = -1;
        for (int axis = 0; axis < wanted.length; axis++) {
            long length = wanted[axis];
            if (length == 0 && !zeroIsLength && axis < data.rank()) {
                length = data.dimensions().get(axis);
            }
            if (length == -1 && open < 0) {
                open = axis;
            } else if (length <= 0) {
                return Optional.empty();
            } else {
                known = Math.multiplyExact(known, length);
            }
            dimensions.add(length);
        }
        if (open >= 0) {
            dimensions.set(open, data.elements() / known);
            known = Math.multiplyExact(known, dimensions.get(open));
        }
        return known == data.elements() ? Optional.of(dimensions) : Optional.empty();
    }
}
