package dev.vernier.improve;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.graph.Scopes;
import dev.vernier.graph.Tensor;
import dev.vernier.numeric.Range;
import dev.vernier.plan.ActivationPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Multiplies the channels that a convolution writes, and lets a curve see what it saw before:
 *
 * <pre>
 * y g(y)  ->  y' g(S⁻¹ y')  =  S (y g(y))    y' = S y
 * </pre>
 *
 * <p>What stands between the curve and the layers behind gets multiplied constants, averages are
 * divided, the layers' weights as well. A curve in integers stays there: S⁻¹ is on a grid of eight
 * bits, {@link ChannelBalance}.
 *
 * @param ranges of all values that become multiples and are quantized; of averages, of their
 *     multiples
 */
record CurveScaling(GatedPath path, ChannelFactors factors, Map<String, Range> ranges)
        implements Change {

    @Override
    public Candidate applyTo(Candidate candidate) {
        Candidate scaled = factors.writtenBy(path.before(), candidate);
        Names names = Names.of(scaled.graph());
        Seen seen = new Seen(names.fresh(path.before().node().output() + "_seen"), new TreeMap<>());
        for (Node pool : path.pools()) {
            seen.multiples().put(pool.output(), names.fresh(pool.output() + "_multiple"));
        }
        scaled =
                scaled.withGraph(
                        Scopes.mapWriting(
                                path.value(), scaled.graph(), body -> rewired(body, seen, names)));
        for (Layer layer : path.behind()) {
            scaled = factors.readBy(layer, scaled);
        }
        return PlanWithout.again(
                scaled.withActivations(planned(candidate, seen)), factors.target());
    }

    /**
     * What new values are called.
     *
     * @param curve what the curve reads
     * @param multiples average -> the average of the multiple
     */
    private record Seen(String curve, Map<String, String> multiples) {}

    /** The curve sees what it saw before, the averages are what they were. */
    private List<ActivationPlan> planned(Candidate before, Seen seen) {
        ActivationPlan y = before.plan().activation(path.before().node().output());
        List<ActivationPlan> planned = new ArrayList<>();
        planned.add(
                new ActivationPlan(
                        seen.curve(), y.range(), "as before equalization", y.parameters()));
        ranges.forEach(
                (value, range) ->
                        planned.add(
                                new ActivationPlan(
                                        seen.multiples().getOrDefault(value, value),
                                        range,
                                        "equalized",
                                        factors.target().activations().parametersFor(range))));
        return planned;
    }

    @Override
    public Evidence applyTo(Evidence evidence) {
        return evidence.scaled(path.value(), factors.factors());
    }

    private Graph rewired(Graph graph, Seen seen, Names names) {
        GraphEdit edit = new GraphEdit();
        int axes = path.before().weight().rank();
        String y = path.before().node().output();
        Tensor inverse = factors.inverse(names.fresh(y + "_inverse"), axes);
        edit.initializer(inverse);
        edit.add(times(y, inverse.name(), seen.curve(), names));
        Node head = current(path.head(), graph);
        edit.replace(head, reading(head, y, seen.curve()));
        for (Node shift : path.shifts()) {
            multiply(current(shift, graph), axes, graph, edit, names);
        }
        for (Node pool : path.pools()) {
            Node found = current(pool, graph);
            String multiple =
                    Optional.ofNullable(seen.multiples().get(pool.output())).orElseThrow();
            edit.replace(found, found.withOutputs(List.of(multiple)));
            edit.add(times(multiple, inverse.name(), pool.output(), names));
        }
        return edit.applyTo(graph);
    }

    private void multiply(Node shift, int axes, Graph graph, GraphEdit edit, Names names) {
        int position = graph.constantInput(shift, 1).isPresent() ? 1 : 0;
        Tensor constant = graph.constantInput(shift, position).orElseThrow();
        Tensor multiplied =
                factors.multiplied(constant, names.fresh(constant.name() + "_multiple"), axes);
        edit.initializer(multiplied);
        edit.replace(shift, reading(shift, constant.name(), multiplied.name()));
    }

    /** The node as it is in a graph that other changes may have been made to. */
    private static Node current(Node node, Graph graph) {
        return graph.producer(node.output()).orElseThrow();
    }

    private static Node reading(Node node, String from, String to) {
        List<String> inputs = new ArrayList<>(node.inputs());
        inputs.replaceAll(input -> input.equals(from) ? to : input);
        return node.withInputs(inputs);
    }

    private static Node times(String value, String constant, String output, Names names) {
        return Node.of(
                names.fresh(output + "_Mul"), "Mul", List.of(value, constant), List.of(output));
    }
}
