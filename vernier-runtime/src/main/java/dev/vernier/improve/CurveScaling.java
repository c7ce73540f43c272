package dev.vernier.improve;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.Extras;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.graph.OpType;
import dev.vernier.graph.Scopes;
import dev.vernier.graph.Tensor;
import dev.vernier.numeric.Range;
import dev.vernier.plan.ActivationPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * Multiplies the channels that a convolution writes, and lets a curve see what it saw before:
 *
 * <pre>
 * y g(y)  ->  y' g(S⁻¹ y')  =  S (y g(y))    y' = S y
 * </pre>
 *
 * <p>What stands between the curve and the layers behind gets multiplied constants, averages are
 * divided, the layers' weights as well. The curve then computes in float.
 *
 * @param written the range of S y
 * @param read the range of what the layers behind read
 */
record CurveScaling(GatedPath path, ChannelFactors factors, Range written, Range read)
        implements Change {

    private static final float SIXTH = 1 / 6f;
    private static final float HALF = 0.5f;

    @Override
    public Candidate applyTo(Candidate candidate) {
        Candidate scaled = factors.writtenBy(path.before(), candidate);
        Names names = Names.of(scaled.graph());
        scaled =
                scaled.withGraph(
                        Scopes.mapWriting(
                                path.value(), scaled.graph(), body -> rewired(body, names)));
        for (Layer layer : path.behind()) {
            scaled = factors.readBy(layer, scaled);
        }
        return PlanWithout.again(scaled, factors.target())
                .withActivations(
                        List.of(
                                planned(path.before().node().output(), written),
                                planned(path.value(), read)));
    }

    @Override
    public Evidence applyTo(Evidence evidence) {
        return evidence.scaled(path.value(), factors.factors());
    }

    private ActivationPlan planned(String value, Range range) {
        return new ActivationPlan(
                value, range, "equalized", factors.target().activations().parametersFor(range));
    }

    private Graph rewired(Graph graph, Names names) {
        GraphEdit edit = new GraphEdit();
        int axes = path.before().weight().rank();
        String y = path.before().node().output();
        Tensor inverse = factors.inverse(names.fresh(y + "_inverse"), axes);
        edit.initializer(inverse);
        String seen = names.fresh(y + "_seen");
        edit.add(times(y, inverse.name(), seen, names));
        Node head = current(path.head(), graph);
        if (path.isOneNode()) {
            String gate = names.fresh(head.output() + "_gate");
            edit.add(hardSigmoid(seen, gate, names));
            edit.replace(
                    head, Node.of(head.name(), "Mul", List.of(y, gate), List.of(head.output())));
        } else {
            edit.replace(head, reading(head, y, seen));
        }
        for (Node shift : path.shifts()) {
            multiply(current(shift, graph), axes, graph, edit, names);
        }
        for (Node pool : path.pools()) {
            Node found = current(pool, graph);
            String multiple = names.fresh(pool.output() + "_multiple");
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

    private static Node hardSigmoid(String value, String output, Names names) {
        return new Node(
                names.fresh(output + "_HardSigmoid"),
                OpType.onnx("HardSigmoid"),
                List.of(value),
                List.of(output),
                List.of(Attribute.of("alpha", SIXTH), Attribute.of("beta", HALF)),
                Extras.NONE);
    }
}
