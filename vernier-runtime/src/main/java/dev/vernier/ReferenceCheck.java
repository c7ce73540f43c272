package dev.vernier;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Shape;
import dev.vernier.graph.UnsupportedModelException;
import dev.vernier.graph.ValueInfo;
import dev.vernier.graph.ValueType.TensorType;
import dev.vernier.model.Reference;
import java.nio.file.Path;

/**
 * Holds a model that is about to be written against the checker of the ONNX reference
 * implementation.
 *
 * <p>What it does not know, it does not judge: an operator set above its newest, a system without
 * it. Then our own validator and the loading by ONNX Runtime decide.
 */
final class ReferenceCheck {

    private ReferenceCheck() {}

    /**
     * Passes if the checker does.
     *
     * @throws UnsupportedModelException if it does not
     */
    static void pass(Model quantized, Path input) {
        if (!Reference.isAvailable()
                || quantized.graph().opsets().onnx() > Reference.NEWEST_OPSET) {
            return;
        }
        try {
            Reference.check(quantized.withGraph(withShapes(quantized.graph())));
        } catch (UnsupportedModelException refused) {
            throw new UnsupportedModelException(
                    input
                            + ": quantized model must pass the checker of ONNX, as its float model"
                            + " must; "
                            + refused.getMessage()
                            + "; export the model again, or mend the node that is named",
                    refused);
        }
    }

    /**
     * The checker wants a shape of every output, which exporters leave out where not even the rank
     * is known, and which no runtime needs; for its eyes it is a scalar.
     */
    private static Graph withShapes(Graph graph) {
        return graph.toBuilder()
                .outputs(graph.outputs().stream().map(ReferenceCheck::withShape).toList())
                .build();
    }

    private static ValueInfo withShape(ValueInfo output) {
        return output.tensorType()
                .filter(type -> type.shape().isEmpty())
                .map(
                        type ->
                                new ValueInfo(
                                        output.name(),
                                        new TensorType(type.elementType(), Shape.SCALAR),
                                        output.extras()))
                .orElse(output);
    }
}
