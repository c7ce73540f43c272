package dev.vernier;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Shape;
import dev.vernier.graph.UnsupportedModelException;
import dev.vernier.graph.ValueInfo;
import dev.vernier.graph.ValueType.TensorType;
import dev.vernier.model.Reference;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Holds a model that is about to be written against the checker of the ONNX reference
 * implementation.
 *
 * <p>What it does not know, it does not judge: an operator set above its newest, a system without
 * it. Then our own validator and the loading by ONNX Runtime decide, and the user is told.
 */
final class ReferenceCheck {

    private ReferenceCheck() {}

    /**
     * Why the checker could not be asked, as a sentence for the user; empty if it passed the model.
     *
     * @throws UnsupportedModelException if it does not pass
     */
    static Optional<String> of(Model quantized, Path input) {
        if (!Reference.isAvailable()) {
            return Optional.of(unchecked("there is no library of it for this platform"));
        }
        if (quantized.graph().opsets().onnx() > Reference.NEWEST_OPSET) {
            return Optional.of(unchecked("it ends at operator set " + Reference.NEWEST_OPSET));
        }
        try {
            Reference.check(quantized.withGraph(withShapes(quantized.graph())));
            return Optional.empty();
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

    private static String unchecked(String reason) {
        return "not passed by the ONNX reference checker: "
                + reason
                + "; ONNX Runtime has loaded and run it";
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
