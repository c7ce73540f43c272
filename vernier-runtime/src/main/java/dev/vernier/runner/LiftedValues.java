package dev.vernier.runner;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.Bodies;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.LocalNames;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.graph.Scopes;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Hands values out of the bodies of If, Loop and Scan, so that the graph around them computes them
 * under the same name, as float:
 *
 * <pre>
 * y = If(c) {then: v = Neg(x); y1 = Abs(v)}     {else: y2 = Exp(x)}
 *   -> y, v = If(c) {then: w = Neg(x); y1 = Abs(w); u = Cast(w)}  {else: y2 = Exp(x); e = []}
 * </pre>
 *
 * <p>The branch of an If that does not run gives an empty tensor. A Loop gives what {@link
 * LoopRecord} keeps of all its iterations, in one dimension; a Scan puts its iterations on an axis
 * in front. Values in bodies of bodies go out step by step. Not thread-safe.
 */
final class LiftedValues {

    private final Set<String> wanted;
    private final Names names;

    private LiftedValues(Set<String> wanted, Names names) {
        this.wanted = wanted;
        this.names = names;
    }

    /** The graph in which each wanted value that a body defines is computed outside of it. */
    static Graph lift(Graph graph, Set<String> wanted) {
        return new LiftedValues(wanted, Names.of(graph)).lift(graph);
    }

    private Graph lift(Graph graph) {
        Graph.Builder lifted = graph.toBuilder();
        List<Node> nodes = new ArrayList<>();
        boolean changed = false;
        for (Node node : graph.nodes()) {
            Node opened = Scopes.hasScopes(node) ? lift(node, lifted) : node;
            changed |= opened != node;
            nodes.add(opened);
        }
        return changed ? lifted.nodes(nodes).build() : graph;
    }

    private Node lift(Node node, Graph.Builder around) {
        Node lifted = Bodies.map(node, this::lift);
        Set<String> found = new LinkedHashSet<>();
        lifted.subgraphs().forEach(body -> found.addAll(definedIn(body)));
        Node opened = lifted;
        for (String value : found) {
            opened =
                    switch (node.op().name()) {
                        case "If" -> liftFromBranch(opened, value);
                        case "Loop" -> LoopRecord.add(opened, value, around, names);
                        default -> liftFromScan(opened, value);
                    };
        }
        return opened;
    }

    /** The wanted values that a node of the body writes, or that it gets as input. */
    private Set<String> definedIn(Graph body) {
        Set<String> defined = new LinkedHashSet<>(body.defined());
        defined.retainAll(wanted);
        return defined;
    }

    private Node liftFromBranch(Node node, String value) {
        int outputs = node.subgraphs().findFirst().orElseThrow().outputs().size();
        Node opened =
                Bodies.map(
                        node,
                        body ->
                                body.defined().contains(value)
                                        ? giveOut(body, value)
                                        : giveNothing(body, value));
        return withOutput(opened, outputs, value, names);
    }

    private Graph giveOut(Graph body, String value) {
        String inner = names.fresh(value + "_inner");
        String given = names.fresh(value + "_given");
        Graph renamed = LocalNames.rename(body, Map.of(value, inner));
        return renamed.toBuilder().node(cast(names, inner, given)).output(floats(given)).build();
    }

    private Graph giveNothing(Graph body, String value) {
        String nothing = names.fresh(value + "_nothing");
        Attribute empty = new Attribute.TensorValue("value", Tensor.ofFloats("", new long[] {0}));
        return body.toBuilder()
                .node(Node.of(names.fresh(nothing), "Constant", List.of(), List.of(nothing), empty))
                .output(floats(nothing))
                .build();
    }

    private Node liftFromScan(Node node, String value) {
        int outputs = node.subgraphs().findFirst().orElseThrow().outputs().size();
        Node opened = Bodies.map(node, body -> giveOut(body, value));
        List<Attribute> attributes = new ArrayList<>();
        for (Attribute attribute : opened.attributes().values()) {
            attributes.add(
                    attribute instanceof Attribute.Ints ints
                                    && attribute.name().startsWith("scan_output_")
                            ? withZero(ints)
                            : attribute);
        }
        return withOutput(opened.withAttributes(attributes), outputs, value, names);
    }

    private static Attribute withZero(Attribute.Ints attribute) {
        List<Long> values = new ArrayList<>(attribute.values());
        values.add(0L);
        return new Attribute.Ints(attribute.name(), values);
    }

    /**
     * The node with an output at this position. Those before it that were left out get names: ONNX
     * Runtime 1.29 crashes on a Loop without.
     */
    static Node withOutput(Node node, int position, String value, Names names) {
        List<String> outputs = new ArrayList<>(node.outputs());
        while (outputs.size() < position) {
            outputs.add("");
        }
        outputs.replaceAll(output -> output.isEmpty() ? names.fresh(value + "_unread") : output);
        outputs.add(position, value);
        return node.withOutputs(outputs);
    }

    /** A node that writes a value of whatever type as float. */
    static Node cast(Names names, String from, String to) {
        return Node.of(
                names.fresh(to + "_Cast"),
                "Cast",
                List.of(from),
                List.of(to),
                Attribute.of("to", ElementType.FLOAT.code()));
    }

    /** A float value of any shape. */
    static ValueInfo floats(String name) {
        return WatchedModel.floats(name);
    }
}
