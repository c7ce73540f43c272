package dev.vernier.prepare;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.UnsupportedModelException;
import dev.vernier.graph.ValueInfo;
import dev.vernier.model.Reference;
import dev.vernier.prepare.shape.SymbolicShapes;
import java.util.List;

/**
 * Raises the default operator set to the oldest that will do, through the reference version
 * converter:
 *
 * <pre>
 * opset 11 -> opset 13
 * </pre>
 *
 * <p>A model that is new enough stays as it is. After a conversion this step makes sure that
 * nothing vanished: same inputs, outputs and metadata, no weight and no node less.
 */
final class RaiseOpset implements ModelStep {

    private static final long SCAN_WITHOUT_BATCH = 9;

    private final long minimum;

    RaiseOpset(long minimum) {
        this.minimum = minimum;
    }

    @Override
    public Prepared apply(Model model) {
        long opset = model.graph().opsets().onnx();
        if (opset >= minimum) {
            return Prepared.of(model);
        }
        if (!model.functions().isEmpty()) {
            throw refused(opset, "local functions that could not be inlined would be lost");
        }
        if (opset < SCAN_WITHOUT_BATCH
                && model.graph().allNodes().stream().anyMatch(node -> node.is("Scan"))) {
            throw refused(opset, "Scan had a batch axis before 9 and the converter keeps it");
        }
        if (!Reference.isAvailable()) {
            throw refused(opset, "the reference converter is not available on this platform");
        }
        Model typed = typed(model);
        Model converted;
        try {
            converted = Reference.convert(typed, minimum);
        } catch (UnsupportedModelException refusal) {
            String where =
                    ConvertedAlone.firstRefused(typed, minimum, refusal)
                            .map(node -> "node '" + node.label() + "' (" + node.op() + "): ")
                            .orElse("");
            throw new UnsupportedModelException(
                    message(opset, where + refusal.getMessage()), refusal);
        }
        check(model.graph(), converted.graph(), opset);
        Graph graph =
                converted.graph().toBuilder()
                        .inputs(model.graph().inputs())
                        .outputs(model.graph().outputs())
                        .valueInfos(model.graph().valueInfos())
                        .build();
        return Prepared.of(
                new NameNodes().apply(converted.withGraph(graph)).model(),
                List.of("operator set raised from " + opset + " to " + minimum));
    }

    /**
     * The model with all the shapes there are, for this conversion only: it writes a Softmax before
     * version 13 as one of version 13 only if the rank is known, else as five nodes.
     */
    private static Model typed(Model model) {
        Model inferred = new InferReferenceShapes().apply(model).model();
        return inferred.withGraph(SymbolicShapes.infer(inferred.graph()).graph());
    }

    private void check(Graph before, Graph after, long opset) {
        if (!names(before.inputs()).equals(names(after.inputs()))
                || !names(before.outputs()).equals(names(after.outputs()))) {
            throw refused(opset, "the reference converter changed the model's inputs or outputs");
        }
        for (String initializer : before.initializers().keySet()) {
            if (!before.consumers(initializer).isEmpty()
                    && !after.initializers().containsKey(initializer)) {
                throw refused(
                        opset, "the reference converter lost a constant; name=" + initializer);
            }
        }
        List<Node> nodes = after.allNodes();
        if (nodes.size() < before.allNodes().size()) {
            throw refused(
                    opset,
                    "the reference converter lost nodes; before="
                            + before.allNodes().size()
                            + ", after="
                            + nodes.size());
        }
    }

    private static List<String> names(List<ValueInfo> values) {
        return values.stream().map(ValueInfo::name).toList();
    }

    private UnsupportedModelException refused(long opset, String reason) {
        return new UnsupportedModelException(message(opset, reason));
    }

    private String message(long opset, String reason) {
        return "operator set must be at least "
                + minimum
                + " and could not be raised; opset="
                + opset
                + ": "
                + reason
                + ". Export the model with opset "
                + minimum
                + " or newer";
    }
}
