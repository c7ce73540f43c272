package dev.vernier.prepare;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.prepare.shape.SymbolicShapes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes down every type and shape of the main graph that can be proven, and puts constants in the
 * place of shape arithmetic that comes to the same numbers in every run:
 *
 * <pre>
 * x: [n,3,224,224];  s = Shape(x);  h = Gather(s, 2)  ->  const h = 224
 * </pre>
 *
 * <p>It is what lets a runtime fuse: two inputs that are known to be equal in shape can be added
 * and normalized in one go.
 */
final class InferSymbolicShapes implements ModelStep {

    @Override
    public Prepared apply(Model model) {
        SymbolicShapes.Proven proven = SymbolicShapes.infer(model.graph());
        return Prepared.of(model.withGraph(withConstants(proven)));
    }

    private static Graph withConstants(SymbolicShapes.Proven proven) {
        Graph graph = proven.graph();
        Map<String, Tensor> initializers = new LinkedHashMap<>(graph.initializers());
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            Optional<Tensor> constant =
                    Optional.of(node.output())
                            .filter(value -> node.outputs().size() == 1 && !graph.isOutput(value))
                            .map(proven.constants()::get);
            if (constant.isEmpty()) {
                nodes.add(node);
            } else if (!graph.consumers(node.output()).isEmpty()) {
                initializers.put(node.output(), constant.get());
            }
        }
        return nodes.size() == graph.nodes().size()
                ? graph
                : graph.toBuilder().nodes(nodes).initializers(initializers.values()).build();
    }
}
