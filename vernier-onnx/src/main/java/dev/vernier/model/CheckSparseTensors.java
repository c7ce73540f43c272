package dev.vernier.model;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Model;
import dev.vernier.graph.SparseTensor;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The indices of sparse constants lie inside the dimensions: one linear index an element, or one
 * coordinate an axis.
 */
final class CheckSparseTensors implements ModelCheck {

    @Override
    public void check(Model model, List<GraphScope> graphs, Place file) {
        for (GraphScope scope : graphs) {
            for (SparseTensor sparse : scope.graph().sparseInitializers()) {
                check(sparse, scope.place().in("sparse_initializer", sparse.name()));
            }
        }
    }

    private static void check(SparseTensor sparse, Place place) {
        if (sparse.name().isEmpty()) {
            throw place.refuse("sparse initializer name must not be empty");
        }
        if (sparse.dimensions().stream().anyMatch(length -> length <= 0)) {
            throw place.refuse("dimensions must be positive; dims=" + sparse.dimensions());
        }
        long elements = TensorSize.elements(sparse.dimensions(), place);
        List<Long> values = sparse.values().dimensions();
        List<Long> indices = sparse.indices().dimensions();
        boolean linear = indices.size() == 1 && indices.equals(values);
        boolean coordinates =
                indices.size() == 2
                        && indices.subList(0, 1).equals(values)
                        && indices.get(1) == sparse.dimensions().size();
        if (sparse.indices().type() != ElementType.INT64 || !(linear || coordinates)) {
            throw place.refuse(
                    "sparse indices must be int64, one or one an axis for each value; values="
                            + sparse.values()
                            + ", indices="
                            + sparse.indices()
                            + ", dims="
                            + sparse.dimensions());
        }
        checkBounds(sparse, linear ? List.of(elements) : sparse.dimensions(), place);
    }

    private static void checkBounds(SparseTensor sparse, List<Long> bounds, Place place) {
        ByteBuffer indices = Weights.bytes(sparse.indices());
        for (int i = 0; indices.hasRemaining(); i++) {
            long index = indices.getLong();
            long bound = bounds.get(i % bounds.size());
            if (index < 0 || index >= bound) {
                throw place.refuse(
                        "sparse index must be in 0 to "
                                + (bound - 1)
                                + "; position="
                                + i
                                + ", index="
                                + index);
            }
        }
    }
}
