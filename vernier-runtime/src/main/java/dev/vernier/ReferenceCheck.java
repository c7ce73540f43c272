package dev.vernier;

import dev.vernier.graph.Model;
import dev.vernier.graph.UnsupportedModelException;
import dev.vernier.model.ModelFile;
import dev.vernier.model.Reference;
import java.util.Optional;

/** Has the ONNX reference checker look at a model before it gets its name. */
final class ReferenceCheck {

    private ReferenceCheck() {}

    /**
     * Why the checker could not be asked, as a sentence for the user; empty if it passed the model.
     *
     * @param written the quantized model
     * @param original the float model that it was made from
     * @throws UnsupportedModelException if the checker takes the float model and not this one
     */
    static Optional<String> of(Model written, ModelFile original) {
        if (!Reference.isAvailable()) {
            return Optional.of(unchecked("there is no library of it for this platform"));
        }
        if (written.graph().opsets().onnx() > Reference.NEWEST_OPSET) {
            return Optional.of(unchecked("it ends at operator set " + Reference.NEWEST_OPSET));
        }
        try {
            Reference.check(written);
            return Optional.empty();
        } catch (UnsupportedModelException refusal) {
            return Optional.of(excuse(original).orElseThrow(() -> refusal));
        }
    }

    /** That the float model does not pass either. */
    private static Optional<String> excuse(ModelFile original) {
        try {
            Reference.check(original.model());
            return Optional.empty();
        } catch (UnsupportedModelException before) {
            return Optional.of(unchecked("it does not take the float model"));
        }
    }

    private static String unchecked(String reason) {
        return "not passed by the ONNX reference checker: "
                + reason
                + "; ONNX Runtime has loaded and run it";
    }
}
