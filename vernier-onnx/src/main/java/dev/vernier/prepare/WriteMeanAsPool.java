package dev.vernier.prepare;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.GraphRule;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.model.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Writes the mean over height and width as the pooling that it is, which has an integer kernel:
 *
 * <pre>
 * y = ReduceMean(x) {axes=[2,3]}              ->  y = GlobalAveragePool(x)            x: rank 4
 * y = ReduceMean(x) {axes=[2,3], keepdims=0}  ->  p = GlobalAveragePool(x);  y = Flatten(p)
 * </pre>
 *
 * <p>Axes as attribute or, from operator set 18 on, as constant input.
 */
final class WriteMeanAsPool implements GraphRule {

    private static final int RANK = 4;
    private static final int AXES = 1;
    private static final List<Long> SPATIAL = List.of(2L, 3L);

    @Override
    public Optional<GraphEdit> apply(Node node, Graph graph) {
        if (!node.is("ReduceMean") || !isImage(node.inputs().get(0), graph)) {
            return Optional.empty();
        }
        boolean spatial =
                axes(node, graph)
                        .map(axes -> axes.stream().map(axis -> axis < 0 ? axis + RANK : axis))
                        .filter(axes -> List.copyOf(new TreeSet<>(axes.toList())).equals(SPATIAL))
                        .isPresent();
        return spatial ? Optional.of(pool(node, graph)) : Optional.empty();
    }

    private static boolean isImage(String value, Graph graph) {
        return graph.elementType(value).filter(type -> type == ElementType.FLOAT).isPresent()
                && graph.shape(value).filter(shape -> shape.rank() == RANK).isPresent();
    }

    private static Optional<List<Long>> axes(Node mean, Graph graph) {
        return mean.input(AXES).isPresent()
                ? graph.constantInput(mean, AXES)
                        .map(axes -> Arrays.stream(Weights.longs(axes)).boxed().toList())
                : mean.ints("axes");
    }

    private static GraphEdit pool(Node mean, Graph graph) {
        List<String> input = mean.inputs().subList(0, 1);
        if (mean.attribute("keepdims", 1L) != 0) {
            return new GraphEdit()
                    .replace(
                            mean, Node.of(mean.name(), "GlobalAveragePool", input, mean.outputs()));
        }
        Names names = Names.of(graph);
        String pooled = names.fresh(mean.output() + "_pooled");
        return new GraphEdit()
                .replace(mean, Node.of(mean.name(), "GlobalAveragePool", input, List.of(pooled)))
                .add(
                        Node.of(
                                names.fresh(mean.name() + "_Flatten"),
                                "Flatten",
                                List.of(pooled),
                                mean.outputs()));
    }
}
