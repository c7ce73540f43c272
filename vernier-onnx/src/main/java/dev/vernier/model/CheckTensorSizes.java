package dev.vernier.model;

import dev.vernier.graph.Model;
import dev.vernier.graph.SparseTensor;
import java.util.List;

/** Every constant has as many elements as its dimensions say, not less and not more. */
final class CheckTensorSizes implements ModelCheck {

    @Override
    public void check(Model model, List<GraphScope> graphs, Place file) {
        for (GraphScope scope : graphs) {
            scope.forEachTensor(TensorSize::check);
            for (SparseTensor sparse : scope.graph().sparseInitializers()) {
                TensorSize.check(sparse, scope.place());
            }
        }
    }
}
