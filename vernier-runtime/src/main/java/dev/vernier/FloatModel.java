package dev.vernier;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.UnsupportedModelException;
import dev.vernier.model.ModelFile;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.Placement;
import dev.vernier.plan.QuantizedOperators;
import dev.vernier.plan.Reason;
import dev.vernier.runner.Runners;
import dev.vernier.target.Target;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Refuses models that there is nothing to do for. */
final class FloatModel {

    /** Why nodes stay in float that nobody expects otherwise. */
    private static final Set<Reason> NO_PRODUCT =
            Set.of(Reason.NOT_FLOAT, Reason.NO_KERNEL, Reason.FLOAT_INPUT, Reason.FLOAT_OUTPUT);

    private FloatModel() {}

    /** Refuses a model that is quantized already. */
    static void requireFloat(ModelFile file) {
        Map<String, Long> found = QuantizedOperators.in(file.model().graph());
        if (!found.isEmpty()) {
            throw new UnsupportedModelException(
                    file.path()
                            + ": model must be float, this one is quantized already; found="
                            + found
                            + ", first: node '"
                            + first(file.model().graph())
                            + "'; quantize the float model that it was made from, or the rest of this"
                            + " one with --requantize=skip-existing");
        }
    }

    private static String first(Graph graph) {
        return graph.allNodes().stream()
                .filter(QuantizedOperators::isQuantized)
                .findFirst()
                .map(Node::label)
                .orElseThrow();
    }

    /**
     * Refuses a model that is newer than ONNX Runtime: whatever was written of it could not be
     * looked at.
     */
    static void requireKnown(ModelFile file) {
        requireKnown(
                file, "operator set", file.model().graph().opsets().onnx(), Runners.NEWEST_OPSET);
        requireKnown(file, "IR version", file.model().irVersion(), Runners.NEWEST_IR);
    }

    private static void requireKnown(ModelFile file, String what, long version, long newest) {
        if (version > newest) {
            throw new UnsupportedModelException(
                    ("%s: %s must be at most %d for ONNX Runtime to load the model;"
                                    + " it is %d; export the model with an older one")
                            .formatted(file.path(), what, newest, version));
        }
    }

    /** Refuses a model of which the target computes nothing in integers. */
    static void requireSomethingToQuantize(ModelFile file, Placement placement, Target target) {
        if (placement.decisions().stream().noneMatch(NodeDecision::isInteger)) {
            Map<String, Long> reasons = new TreeMap<>();
            placement.decisions().forEach(d -> reasons.merge(d.reason().id(), 1L, Long::sum));
            throw new UnsupportedModelException(
                    file.path()
                            + ": model must have a node that "
                            + target.name()
                            + " computes in integers; reasons by number of nodes="
                            + reasons
                            + example(placement)
                            + types(file)
                            + "; leave it in float, or quantize for another --target");
        }
    }

    /** A node that a reader may have expected to become one, and why it did not. */
    private static String example(Placement placement) {
        return placement.decisions().stream()
                .min(Comparator.comparing(decision -> NO_PRODUCT.contains(decision.reason())))
                .map(
                        decision ->
                                "; for example node '%s' (%s): %s"
                                        .formatted(
                                                decision.node(),
                                                decision.op(),
                                                decision.reason().sentence()))
                .orElse("");
    }

    /** The type of the constants, if it is that which keeps them from becoming integers. */
    private static String types(ModelFile file) {
        Set<ElementType> types = new TreeSet<>();
        file.model().graph().initializers().values().forEach(tensor -> types.add(tensor.type()));
        return types.contains(ElementType.DOUBLE) && !types.contains(ElementType.FLOAT)
                ? "; constants are DOUBLE, export the model in float32"
                : "";
    }
}
