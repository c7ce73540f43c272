package dev.vernier.prepare;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.SparseTensor;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.UnsupportedModelException;
import dev.vernier.model.Weights;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Writes sparse initializers of the main graph out as dense ones, which is what the converter, the
 * quantizer and its kernels work on:
 *
 * <pre>
 * sparse w: [4], 2 at 1  ->  const w: [4] = [0, 2, 0, 0]
 * </pre>
 *
 * <p>Source: ONNX {@code SparseTensorProto}: positions linearised, or one coordinate an axis.
 */
final class DensifyInitializers implements ModelStep {

    @Override
    public Prepared apply(Model model) {
        Graph graph = model.graph();
        if (graph.sparseInitializers().isEmpty()) {
            return Prepared.of(model);
        }
        Graph.Builder dense = graph.toBuilder().sparseInitializers(List.of());
        graph.sparseInitializers().forEach(sparse -> dense.initializer(dense(sparse)));
        return Prepared.of(
                model.withGraph(dense.build()),
                List.of(
                        "sparse initializers are stored dense; initializers="
                                + graph.sparseInitializers().size()));
    }

    private static Tensor dense(SparseTensor sparse) {
        ElementType type = sparse.values().type();
        long elements = sparse.dimensions().stream().reduce(1L, Math::multiplyExact);
        long bytes = type.bytes(elements);
        if (type.bits() < 8 || bytes > FoldConstants.LARGEST) {
            throw new UnsupportedModelException(
                    "sparse initializer must have whole bytes an element and at most "
                            + FoldConstants.LARGEST
                            + " bytes when dense; initializer="
                            + sparse.name()
                            + ", type="
                            + type
                            + ", bytes="
                            + bytes
                            + ". Store it dense in the model");
        }
        byte[] target = new byte[(int) bytes];
        ByteBuffer values = Weights.bytes(sparse.values());
        long[] indices = Weights.longs(sparse.indices());
        int width = type.bits() / 8;
        int stored = values.limit() / width;
        for (int i = 0; i < stored; i++) {
            long position = position(indices, i, stored, sparse.dimensions());
            values.get(i * width, target, Math.toIntExact(position * width), width);
        }
        long[] dimensions = sparse.dimensions().stream().mapToLong(Long::longValue).toArray();
        return Tensor.ofBytes(sparse.name(), type, dimensions, target);
    }

    private static long position(long[] indices, int item, int stored, List<Long> dimensions) {
        if (indices.length == stored) {
            return indices[item];
        }
        long position = 0;
        for (int axis = 0; axis < dimensions.size(); axis++) {
            position = position * dimensions.get(axis) + indices[item * dimensions.size() + axis];
        }
        return position;
    }
}
