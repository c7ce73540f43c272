package dev.vernier;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Shape;
import dev.vernier.graph.UnsupportedModelException;
import dev.vernier.graph.ValueInfo;
import dev.vernier.graph.ValueType.TensorType;
import dev.vernier.model.Reference;
import java.nio.file.Path;
import java.util.List;
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
            List<String> shapeless = shapeless(quantized.graph());
            return shapeless.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            unchecked(
                                    "no rank can be proven of outputs "
                                            + shapeless
                                            + ", for which it refuses the float model too"));
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

    /** The outputs of which not even the rank is known, as exporters leave it out. */
    private static List<String> shapeless(Graph graph) {
        return graph.outputs().stream()
                .filter(output -> output.tensorType().isPresent() && output.shape().isEmpty())
                .map(ValueInfo::name)
                .toList();
    }

    /**
     * The checker wants a shape of every output, and looks no further where there is none. No
     * runtime needs one; that all else is looked at, it is a scalar for the checker's eyes.
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
