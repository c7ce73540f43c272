package dev.vernier;

import dev.vernier.graph.UnsupportedModelException;
import dev.vernier.model.ModelFile;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.Placement;
import dev.vernier.plan.QuantizedOperators;
import dev.vernier.target.Target;
import java.util.Map;
import java.util.TreeMap;

/** Refuses models that there is nothing to do for. */
final class FloatModel {

    private FloatModel() {}

    /** Refuses a model that is quantized already. */
    static void requireFloat(ModelFile file) {
        Map<String, Long> found = QuantizedOperators.in(file.model().graph());
        if (!found.isEmpty()) {
            throw new UnsupportedModelException(
                    file.path()
                            + ": model must be float, this one is quantized already; found="
                            + found
                            + "; quantize the float model that it was made from");
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
                            + reasons);
        }
    }
}
