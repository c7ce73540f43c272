package dev.vernier.sensitivity;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * How much of the noise behind each node reaches an output, 0 to 1.
 *
 * <p>From the outputs back: an operator with one input that changes hands noise on as it is. What
 * joins several is made of each in proportion to its power, where that of all is known and the
 * operator adds or concatenates, else in equal parts; constants and what is computed of them only
 * are no part. Several ways to an output add up, to all of it at most.
 */
public final class Shares {

    private final Graph graph;
    private final ToDoubleFunction<String> power;
    private final Set<String> fixed = new HashSet<>();
    private final Map<String, Double> ofValue = new HashMap<>();
    private final Map<String, Double> ofNode = new HashMap<>();

    /**
     * @param power Σ x² of a value, NaN if it is not known
     */
    public Shares(Graph graph, ToDoubleFunction<String> power) {
        this.graph = graph;
        this.power = power;
        graph.outputs().forEach(output -> ofValue.put(output.name(), 1.0));
        List<Node> nodes = graph.nodes();
        nodes.stream().filter(this::isFixed).forEach(node -> fixed.addAll(node.outputs()));
        for (int i = nodes.size() - 1; i >= 0; i--) {
            goBack(nodes.get(i));
        }
    }

    /** The share of the node of this name; 0 if nothing of it reaches an output. */
    public double of(String node) {
        return ofNode.getOrDefault(node, 0.0);
    }

    private boolean isFixed(Node node) {
        return node.inputs().stream().allMatch(this::isConstant);
    }

    private boolean isConstant(String value) {
        return value.isEmpty() || fixed.contains(value) || graph.constant(value).isPresent();
    }

    /** By two ways: where they join again each brings its part; of two outputs one is the worst. */
    private static double both(double one, double other) {
        return Math.min(1, one + other);
    }

    private void goBack(Node node) {
        double behind =
                node.outputs().stream()
                        .mapToDouble(output -> ofValue.getOrDefault(output, 0.0))
                        .max()
                        .orElse(0);
        ofNode.put(node.name(), behind);
        List<String> changing = node.inputs().stream().filter(value -> !isConstant(value)).toList();
        boolean adds = node.is("Add") || node.is("Sub") || node.is("Concat");
        double[] powers = changing.stream().mapToDouble(power).toArray();
        double all = Arrays.stream(powers).sum();
        for (int i = 0; i < powers.length; i++) {
            double part = adds && all > 0 ? powers[i] / all : 1.0 / powers.length;
            ofValue.merge(changing.get(i), behind * part, Shares::both);
        }
    }
}
