package dev.vernier.sensitivity;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.model.ModelFile;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.statistics.TensorStatistics;
import dev.vernier.target.OperatorRole;
import dev.vernier.target.Target;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is taken apart: a model and all that was decided of it.
 *
 * @param file the float model as the user gave it, which trials are compared with
 * @param model the prepared model that the plan speaks of
 * @param target the runtime that the plan is for
 * @param plan the plan, finished
 * @param statistics by value, what was seen of it; may be empty, then nothing is estimated
 */
public record Subject(
        ModelFile file,
        Model model,
        Target target,
        QuantizationPlan plan,
        Map<String, TensorStatistics> statistics) {

    public Subject {
        statistics = Collections.unmodifiableMap(new LinkedHashMap<>(statistics));
    }

    Graph graph() {
        return model.graph();
    }

    /** What was seen of a value, or of the one that it was only moved from. */
    Optional<TensorStatistics> seen(String value) {
        Optional<String> at = Optional.of(value);
        while (at.isPresent()) {
            TensorStatistics found = statistics.get(at.get());
            if (found != null) {
                return Optional.of(found).filter(tensor -> tensor.count() > 0);
            }
            at = graph().producer(at.get()).flatMap(this::movedFrom);
        }
        return Optional.empty();
    }

    private Optional<String> movedFrom(Node node) {
        return target.role(node).filter(role -> role instanceof OperatorRole.Moving).isPresent()
                ? node.input(0)
                : Optional.empty();
    }
}
