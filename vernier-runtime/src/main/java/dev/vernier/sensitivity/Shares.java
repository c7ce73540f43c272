package dev.vernier.sensitivity;

import dev.vernier.calibrator.ExpectedError;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.plan.ActivationPlan;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much of the noise behind each node reaches an output, 0 to 1.
 *
 * <p>From the outputs back: an operator with one input that changes hands noise on as it is. What
 * joins several is made of each in proportion to its power, where statistics know all of them and
 * the operator adds or concatenates, else in equal parts. Of several ways to an output the one that
 * keeps most counts.
 */
final class Shares {

    private final Subject subject;
    private final Map<String, Double> ofValue = new HashMap<>();
    private final Map<String, Double> ofNode = new HashMap<>();

    Shares(Subject subject) {
        this.subject = subject;
        Graph graph = subject.graph();
        graph.outputs().forEach(output -> ofValue.put(output.name(), 1.0));
        List<Node> nodes = graph.nodes();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            goBack(nodes.get(i), graph);
        }
    }

    /** The share of the node of this name; 0 if nothing of it reaches an output. */
    double of(String node) {
        return ofNode.getOrDefault(node, 0.0);
    }

    private void goBack(Node node, Graph graph) {
        double behind =
                node.outputs().stream()
                        .mapToDouble(output -> ofValue.getOrDefault(output, 0.0))
                        .max()
                        .orElse(0);
        ofNode.put(node.name(), behind);
        List<String> changing =
                node.inputs().stream()
                        .filter(value -> !value.isEmpty() && graph.constant(value).isEmpty())
                        .toList();
        boolean adds = node.is("Add") || node.is("Sub") || node.is("Concat");
        double[] powers = changing.stream().mapToDouble(this::power).toArray();
        double all = Arrays.stream(powers).sum();
        for (int i = 0; i < powers.length; i++) {
            double part = adds && all > 0 ? powers[i] / all : 1.0 / powers.length;
            ofValue.merge(changing.get(i), behind * part, Math::max);
        }
    }

    /** Σ x², NaN if it is not known. */
    private double power(String value) {
        Optional<ActivationPlan> plan =
                Optional.ofNullable(subject.plan().activations().get(value));
        return plan.isEmpty()
                ? Double.NaN
                : subject.seen(value)
                        .map(
                                seen ->
                                        ExpectedError.of(seen, plan.get().parameters())
                                                .signalSquared())
                        .orElse(Double.NaN);
    }
}
