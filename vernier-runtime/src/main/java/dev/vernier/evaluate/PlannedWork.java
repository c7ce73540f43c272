package dev.vernier.evaluate;

import dev.vernier.graph.Dimension;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Scopes;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.plan.WeightPlan;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a plan puts into integers, told from the shapes that the graph declares, before anything is
 * run.
 *
 * <p>A length that the model leaves open counts as 1, a body as run once. Cost: linear in the
 * nodes; no weight is read.
 *
 * @param macs multiply-accumulate operations of all products
 * @param integerMacs of those in integers
 * @param bytes of all constants
 * @param integerBytes of those that the plan stores in integers, as they are now
 * @param plannedBytes of all constants once they are
 * @param open names of the lengths that counted as 1; {@code ?} for those without
 * @param unknown products without a shape, which are not counted
 */
public record PlannedWork(
        long macs,
        long integerMacs,
        long bytes,
        long integerBytes,
        long plannedBytes,
        Set<String> open,
        int unknown) {

    public PlannedWork {
        open = Collections.unmodifiableSet(new TreeSet<>(open));
    }

    /** Of the plan of a graph. */
    public static PlannedWork of(Graph graph, QuantizationPlan plan) {
        Set<String> integer = new HashSet<>();
        plan.integerNodes().stream().map(NodeDecision::node).forEach(integer::add);
        Map<String, WeightPlan> weights = new LinkedHashMap<>();
        plan.weights().values().forEach(weight -> weights.put(weight.tensor(), weight));
        Counter counter = new Counter(integer, weights);
        Scopes.of(graph).graphs().forEach(counter::add);
        return counter.work();
    }

    private static final class Counter {

        private final Set<String> integer;
        private final Map<String, WeightPlan> weights;
        private final Set<String> open = new TreeSet<>();
        private long macs;
        private long integerMacs;
        private long bytes;
        private long integerBytes;
        private long plannedBytes;
        private int unknown;

        Counter(Set<String> integer, Map<String, WeightPlan> weights) {
            this.integer = integer;
            this.weights = weights;
        }

        void add(Graph graph) {
            Map<String, long[]> shapes = new LinkedHashMap<>();
            for (String value : MultiplyAccumulates.shapesNeeded(graph)) {
                graph.shape(value).ifPresent(shape -> shapes.put(value, lengths(shape)));
            }
            for (Node node : graph.nodes()) {
                if (MultiplyAccumulates.isProduct(node)) {
                    add(MultiplyAccumulates.of(node, graph, shapes), node);
                }
            }
            graph.initializers().values().forEach(this::add);
        }

        private void add(Optional<Long> product, Node node) {
            if (product.isEmpty()) {
                unknown++;
                return;
            }
            macs += product.get();
            integerMacs += integer.contains(node.name()) ? product.get() : 0;
        }

        private void add(Tensor constant) {
            long now = constant.data().size();
            bytes += now;
            Optional<WeightPlan> weight = Optional.ofNullable(weights.get(constant.name()));
            integerBytes += weight.isPresent() ? now : 0;
            plannedBytes += weight.map(w -> planned(constant, w)).orElse(now);
        }

        /** A code an element, and a scale and a zero point a slice. */
        private static long planned(Tensor constant, WeightPlan weight) {
            int code = weight.type().bits() / Byte.SIZE;
            return constant.elements() * code
                    + (long) weight.scales().size() * (Float.BYTES + code);
        }

        private long[] lengths(Shape shape) {
            long[] lengths = new long[shape.rank()];
            for (int axis = 0; axis < lengths.length; axis++) {
                Dimension length = shape.dimensions().get(axis);
                lengths[axis] = 1;
                if (length instanceof Dimension.Fixed fixed) {
                    lengths[axis] = fixed.length();
                } else {
                    open.add(length.toString());
                }
            }
            return lengths;
        }

        PlannedWork work() {
            return new PlannedWork(
                    macs, integerMacs, bytes, integerBytes, plannedBytes, open, unknown);
        }
    }
}
