package dev.vernier.plan;

import dev.vernier.graph.Graph;
import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.Scopes;
import dev.vernier.graph.Tensor;
import dev.vernier.numeric.Granularity;
import dev.vernier.numeric.IntegerType;
import dev.vernier.target.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Refuses a plan that was written by hand, or for another model or target, at the first place that
 * does not fit; the message names it as {@link PlanJson} does: {@code plan.activations.x}.
 *
 * <p>Free to choose: scales, zero points, ranges, which nodes go back to float, the axis of
 * weights. Given by model and target: the names, the types, and which nodes can run in integers at
 * all.
 */
public final class PlanFit {

    private final QuantizationPlan plan;
    private final Scopes scopes;
    private final Target target;

    private PlanFit(QuantizationPlan plan, Scopes scopes, Target target) {
        this.plan = plan;
        this.scopes = scopes;
        this.target = target;
    }

    /**
     * Makes sure that a plan fits.
     *
     * @param graph the prepared model's
     * @param placement the largest that the target allows on this graph
     * @param modelSha256 digest of the model's file
     * @throws ModelFormatException if it does not fit
     */
    public static void require(
            QuantizationPlan plan,
            Graph graph,
            Target target,
            Placement placement,
            String modelSha256) {
        require(
                plan.modelSha256().equals(modelSha256),
                "plan.modelSha256",
                "that of the model, " + modelSha256,
                plan.modelSha256());
        require(
                plan.target().equals(target.name()),
                "plan.target",
                target.name() + ", as --target says",
                plan.target());
        require(
                target.remainder().contains(plan.remainder()),
                "plan.remainder",
                "one that target " + target.name() + " runs: " + target.remainder(),
                plan.remainder().id());
        PlanFit fit = new PlanFit(plan, Scopes.of(graph), target);
        fit.requireActivations();
        fit.requireNodes(placement);
        fit.requireWeights();
    }

    private void requireNodes(Placement placement) {
        Map<String, NodeDecision> possible = new HashMap<>();
        placement.decisions().forEach(decision -> possible.put(decision.node(), decision));
        List<NodeDecision> nodes = plan.nodes();
        for (int i = 0; i < nodes.size(); i++) {
            NodeDecision decision = nodes.get(i);
            String place = "plan.nodes[" + i + "]";
            NodeDecision most = possible.remove(decision.node());
            if (most == null) {
                throw malformed(
                        place + ".name", "a node of the model, named once", decision.node());
            }
            require(most.op().equals(decision.op()), place + ".op", most.op(), decision.op());
            require(
                    !decision.isInteger()
                            || decision.reason() == most.reason()
                            || isDynamic(decision, most),
                    place + ".rule",
                    "what is possible for node '%s': %s, or a rule of float"
                            .formatted(most.node(), most.reason().id()),
                    decision.reason().id());
            if (decision.isInteger()) {
                requireComplete(decision, place);
                require(
                        decision.weight().equals(most.weight()),
                        place + ".weight",
                        most.weight().orElse("left out"),
                        decision.weight().orElse("nothing"));
                require(
                        decision.bias().isEmpty() || decision.bias().equals(most.bias()),
                        place + ".bias",
                        most.bias().orElse("left out"),
                        decision.bias().orElse("nothing"));
            }
        }
    }

    /** A product with a constant matrix may also quantize what it reads as it comes. */
    private boolean isDynamic(NodeDecision decision, NodeDecision most) {
        return DynamicProducts.is(decision)
                && most.reason() == Reason.WEIGHTED_KERNEL
                && scopes.graphs().stream()
                        .anyMatch(
                                graph ->
                                        graph.nodes().stream()
                                                .filter(n -> n.name().equals(decision.node()))
                                                .anyMatch(
                                                        n ->
                                                                DynamicProducts.canBe(
                                                                        n, graph, target)));
    }

    /** Everything the node speaks of must have its scales. */
    private void requireComplete(NodeDecision decision, String place) {
        for (String input : decision.quantizedInputs()) {
            requireScale(input, place + ".quantizedInputs");
        }
        decision.quantizedOutput()
                .ifPresent(output -> requireScale(output, place + ".quantizedOutput"));
        List<IntegerType> types =
                Stream.concat(
                                decision.quantizedInputs().stream(),
                                decision.quantizedOutput().stream())
                        .map(value -> plan.activation(value).parameters().type())
                        .toList();
        require(
                KernelTypes.fit(target, decision.op(), types),
                place + ".quantizedInputs",
                "of types, together with its output, that target %s has a kernel of %s for"
                        .formatted(target.name(), decision.op()),
                types.toString());
        require(
                decision.weight().isEmpty() || plan.weights().containsKey(decision.node()),
                place + ".weight",
                "in plan.weights under the name of its node",
                decision.node());
    }

    private void requireScale(String value, String place) {
        require(plan.activations().containsKey(value), place, "in plan.activations", value);
    }

    private void requireActivations() {
        IntegerType type = target.activations().type();
        plan.activations()
                .forEach(
                        (value, activation) -> {
                            String place = "plan.activations." + value;
                            require(
                                    scopes.defining(value).isPresent(),
                                    place,
                                    "a value of the model",
                                    value);
                            if (!target.wide().types().contains(activation.parameters().type())) {
                                requireType(place, type, activation.parameters().type());
                            }
                        });
    }

    private void requireWeights() {
        Map<String, NodeDecision> decisions = new HashMap<>();
        plan.nodes().forEach(decision -> decisions.put(decision.node(), decision));
        plan.weights()
                .forEach(
                        (node, weight) -> {
                            String place = "plan.weights." + node;
                            NodeDecision decision = decisions.get(node);
                            if (decision == null) {
                                throw malformed(place, "a node of the plan", node);
                            }
                            require(
                                    decision.weight()
                                            .orElse(weight.tensor())
                                            .equals(weight.tensor()),
                                    place + ".tensor",
                                    decision.weight().orElse(""),
                                    weight.tensor());
                            Tensor tensor =
                                    scopes.constant(weight.tensor())
                                            .orElseThrow(
                                                    () ->
                                                            malformed(
                                                                    place + ".tensor",
                                                                    "a constant of the model",
                                                                    weight.tensor()));
                            requireType(place, target.weights().type(), weight.type());
                            requireScales(place, weight, tensor);
                        });
    }

    private void requireScales(String place, WeightPlan weight, Tensor tensor) {
        long slices = 1;
        if (weight.granularity() instanceof Granularity.PerChannel channels) {
            require(
                    channels.axis() < tensor.rank(),
                    place + ".axis",
                    "an axis of " + tensor,
                    String.valueOf(channels.axis()));
            slices = tensor.dimensions().get(channels.axis());
        }
        require(
                weight.scales().size() == slices,
                place + ".scales",
                "as many as slices of " + tensor + ", " + slices,
                String.valueOf(weight.scales().size()));
    }

    private void requireType(String place, IntegerType wanted, IntegerType found) {
        require(
                wanted.equals(found),
                place + ".type",
                wanted + " for target " + target.name(),
                found.toString());
    }

    private static void require(boolean holds, String place, String rule, String found) {
        if (!holds) {
            throw malformed(place, rule, found);
        }
    }

    private static ModelFormatException malformed(String place, String rule, String found) {
        return new ModelFormatException(place + " must be " + rule + "; found=" + found);
    }
}
