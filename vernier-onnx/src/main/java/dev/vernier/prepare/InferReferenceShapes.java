package dev.vernier.prepare;

import dev.vernier.graph.Bodies;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.UnsupportedModelException;
import dev.vernier.graph.ValueInfo;
import dev.vernier.model.Reference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Adds the types and shapes that the reference shape inference of ONNX finds.
 *
 * <p>Only types are taken over from it, those in bodies too; the nodes stay as they are. Where the
 * reference is not available or does not know the operator set, the later inference works alone and
 * the note says so.
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
            return Prepared.of(model.withGraph(typed(model.graph(), inferred.graph())));
        } catch (UnsupportedModelException refusal) {
            return Prepared.of(
                    model,
                    List.of("the reference shape inference refused: " + refusal.getMessage()));
        }
    }

    /** The graph with the types of another that has the same nodes; bodies included. */
    private static Graph typed(Graph graph, Graph inferred) {
        Iterator<Node> others = inferred.nodes().iterator();
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            Iterator<Graph> bodies = others.next().subgraphs().iterator();
            nodes.add(Bodies.map(node, body -> typed(body, bodies.next())));
        }
        return graph.toBuilder()
                .nodes(nodes)
                .valueInfos(inferred.valueInfos())
                .outputs(outputs(graph, inferred))
                .build();
    }

    /** As they are declared; what is declared without a shape gets the one that is found. */
    private static List<ValueInfo> outputs(Graph graph, Graph inferred) {
        Iterator<ValueInfo> others = inferred.outputs().iterator();
        List<ValueInfo> outputs = new ArrayList<>();
        for (ValueInfo output : graph.outputs()) {
            ValueInfo other = others.next();
            boolean found = output.shape().isEmpty() && other.shape().isPresent();
            outputs.add(
                    found ? new ValueInfo(output.name(), other.type(), output.extras()) : output);
        }
        return outputs;
    }
}
