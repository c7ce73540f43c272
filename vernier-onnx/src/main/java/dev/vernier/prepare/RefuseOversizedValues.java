package dev.vernier.prepare;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.Node;
import dev.vernier.graph.Shape;
import java.util.Optional;

/**
 * Refuses a model in which a node writes more elements than one array holds, 2^31 - 1, as far as
 * its shapes are known:
 *
 * <pre>
 * y = Expand(x, Concat(Shape(x), [1099511627776])): refused
 * </pre>
 *
 * <p>A runtime computes what is constant when it loads a model, and cannot be stopped then. Bodies
 * included. Needs inferred shapes.
 */
final class RefuseOversizedValues implements ModelStep {

    @Override
    public Prepared apply(Model model) {
        refuse(model.graph());
        return Prepared.of(model);
    }

    private static void refuse(Graph graph) {
        for (Node node : graph.nodes()) {
            for (String output : node.outputs()) {
                Optional<Shape> shape = graph.shape(output);
                if (shape.isPresent() && smallest(shape.get()) > Integer.MAX_VALUE) {
                    throw new ModelFormatException(
                            "node %s: result must have at most %d elements; value=%s, shape=%s"
                                    .formatted(
                                            node.label(), Integer.MAX_VALUE, output, shape.get()));
                }
            }
            node.subgraphs().forEach(RefuseOversizedValues::refuse);
        }
    }

    /** The number of elements if every length that is not known is 1. */
    private static double smallest(Shape shape) {
        double elements = 1;
        for (int axis = 0; axis < shape.rank(); axis++) {
            elements *= shape.length(axis).orElse(1);
        }
        return elements;
    }
}
