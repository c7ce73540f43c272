package dev.vernier.graph;

import java.util.List;

/**
 * A constant of which only the non-zero elements are stored (ONNX {@code SparseTensorProto}).
 *
 * @param values the non-zero elements; its name is the name of the constant
 * @param indices their positions, linearised or one coordinate an axis
 * @param dimensions the lengths of the dense axes
 * @param extras what else the file said of it
 */
public record SparseTensor(Tensor values, Tensor indices, List<Long> dimensions, Extras extras) {

    public SparseTensor {
        dimensions = List.copyOf(dimensions);
    }

    public String name() {
        return values.name();
    }
}
