package dev.vernier.prepare;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.GraphRule;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Puts the branch that always runs in the place of an If whose condition is constant:
 *
 * <pre>
 * const c = true;  y = If(c) {then: z = Neg(x); else: w = Abs(x)}  ->  z = Neg(x);  y = Identity(z)
 * </pre>
 *
 * <p>ONNX Runtime does the same when it loads a model, and gives the nodes other names, by which
 * they could not be found again. The values of the branch must have names of their own, as {@link
 * NameBodyValues} gives them. Does not fire where no branch multiplies, as then nothing has to be
 * found again, and ONNX Runtime takes shapes in a branch that it refuses in the graph; nor where
 * the branch has sparse constants.
 *
 * <p>Source: ONNX operator If-1 to -25.
 */
final class InlineConstantIf implements GraphRule {

    private static final Set<String> PRODUCTS =
            Set.of("Conv", "ConvTranspose", "Gemm", "GRU", "LSTM", "MatMul", "RNN");

    @Override
    public Optional<GraphEdit> apply(Node node, Graph graph) {
        return node.is("If") && node.subgraphs().anyMatch(InlineConstantIf::multiplies)
                ? graph.constantInput(node, 0)
                        .filter(condition -> condition.elements() == 1)
                        .flatMap(condition -> taken(node, condition))
                        .filter(branch -> branch.sparseInitializers().isEmpty())
                        .filter(branch -> branch.outputs().size() == node.outputs().size())
                        .map(branch -> inline(branch, node, graph))
                : Optional.empty();
    }

    private static boolean multiplies(Graph branch) {
        return branch.allNodes().stream().anyMatch(node -> PRODUCTS.contains(node.op().name()));
    }

    private static Optional<Graph> taken(Node node, Tensor condition) {
        String branch = Weights.longs(condition)[0] != 0 ? "then_branch" : "else_branch";
        return node.attribute(branch)
                .filter(Attribute.GraphValue.class::isInstance)
                .map(found -> ((Attribute.GraphValue) found).value());
    }

    private static GraphEdit inline(Graph branch, Node node, Graph graph) {
        GraphEdit edit = new GraphEdit().remove(node);
        branch.initializers().values().forEach(edit::initializer);
        branch.valueInfos().forEach(edit::valueInfo);
        branch.nodes().forEach(edit::add);
        Names names = Names.of(graph);
        for (int i = 0; i < node.outputs().size(); i++) {
            String output = node.outputs().get(i);
            if (!output.isEmpty()) {
                String given = branch.outputs().get(i).name();
                String name = names.fresh(node.name() + "_Identity");
                edit.add(Node.of(name, "Identity", List.of(given), List.of(output)));
            }
        }
        return edit;
    }
}
