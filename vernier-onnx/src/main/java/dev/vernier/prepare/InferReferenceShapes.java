package dev.vernier.prepare;

import dev.vernier.graph.Model;
import dev.vernier.graph.UnsupportedModelException;
import dev.vernier.model.Reference;
import java.util.List;

/**
 * Adds the types and shapes that the reference shape inference of ONNX finds.
 *
 * <p>Only types are taken over from it, the nodes stay as they are. Where the reference is not
 * available or does not know the operator set, the later inference works alone and the note says
 * so.
 */
final class InferReferenceShapes implements ModelStep {

    @Override
    public Prepared apply(Model model) {
        long opset = model.graph().opsets().onnx();
        if (!Reference.isAvailable() || opset > Reference.NEWEST_OPSET) {
            return Prepared.of(
                    model,
                    List.of(
                            "the reference shape inference does not cover opset "
                                    + opset
                                    + " here"));
        }
        try {
            Model inferred = Reference.inferShapes(model);
            return Prepared.of(
                    model.withGraph(
                            model.graph().toBuilder()
                                    .valueInfos(inferred.graph().valueInfos())
                                    .build()));
        } catch (UnsupportedModelException refusal) {
            return Prepared.of(
                    model,
                    List.of("the reference shape inference refused: " + refusal.getMessage()));
        }
    }
}
