package dev.vernier.evaluate;

import dev.vernier.evaluate.ValueMatch.Codes;
import dev.vernier.graph.Dimension;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Extras;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.graph.OpType;
import dev.vernier.graph.Shape;
import dev.vernier.graph.ValueInfo;
import dev.vernier.graph.ValueType;
import dev.vernier.graph.ValueType.TensorType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A quantized graph that gives its inner values back as float.
 *
 * <pre>
 * accumulated  y -> Q -> codes -> DQ -> ...      and  codes -> DQ -> measured
 * local        the same, but whoever read y or its codes reads the float model's y instead:
 *              fed -> Q -> codes' -> DQ -> ...
 * </pre>
 *
 * <p>A value with codes is measured through a DequantizeLinear of its own, so that the runtime
 * still fuses the pair around it into an integer kernel: what is measured is what will run.
 *
 * @param graph with the measured values as outputs
 * @param measured value of the float graph -> output of {@code graph}
 * @param fed value of the float graph -> input of {@code graph} that takes it; empty if accumulated
 */
record MeasuredGraph(Graph graph, Map<String, String> measured, Map<String, String> fed) {

    /** Every value with the errors of all before it. */
    static MeasuredGraph accumulated(Graph quantized, Collection<ValueMatch> matches) {
        GraphEdit edit = new GraphEdit();
        Map<String, String> measured = measure(quantized, matches, edit, Names.of(quantized));
        return new MeasuredGraph(
                withOutputs(edit.applyTo(quantized), measured.values()), measured, Map.of());
    }

    /**
     * Every value with the error of its own node group only.
     *
     * @param cut values whose readers are fed from the float model
     * @param shapes of the fed values, for their ranks
     */
    static MeasuredGraph local(
            Graph quantized,
            Collection<ValueMatch> matches,
            Collection<ValueMatch> cut,
            Map<String, long[]> shapes) {
        GraphEdit edit = new GraphEdit();
        Names names = Names.of(quantized);
        Map<String, String> measured = measure(quantized, matches, edit, names);
        Map<String, String> fed = new LinkedHashMap<>();
        List<ValueInfo> inputs = new ArrayList<>();
        for (ValueMatch match : cut) {
            String input = names.fresh(match.value() + "_fed");
            if (feed(match, input, quantized, edit, names)) {
                fed.put(match.value(), input);
                inputs.add(info(input, Optional.ofNullable(shapes.get(match.value()))));
            }
        }
        Graph.Builder opened = quantized.toBuilder();
        inputs.forEach(opened::input);
        Graph edited = withOutputs(edit.applyTo(opened.build()), measured.values());
        return new MeasuredGraph(ReachedNodes.only(edited), measured, fed);
    }

    private static Map<String, String> measure(
            Graph graph, Collection<ValueMatch> matches, GraphEdit edit, Names names) {
        Map<String, String> measured = new LinkedHashMap<>();
        for (ValueMatch match : matches) {
            if (match.codes().isPresent()) {
                String name = names.fresh(match.value() + "_measured");
                edit.add(dequantize(graph, match.codes().get(), name, names));
                measured.put(match.value(), name);
            } else {
                measured.put(match.value(), match.before().orElseThrow());
            }
        }
        return measured;
    }

    private static Node dequantize(Graph graph, Codes codes, String output, Names names) {
        Optional<Node> quantize = graph.producer(codes.value()).filter(QuantizedForm::isQuantize);
        return new Node(
                names.fresh(output + "_DequantizeLinear"),
                new OpType(domain(quantize), "DequantizeLinear"),
                inputs(codes.value(), codes),
                List.of(output),
                quantize.flatMap(node -> node.attribute("axis")).stream().toList(),
                Extras.NONE);
    }

    /** The domain of ONNX Runtime knows 16 and 4 bits in old operator sets. */
    private static String domain(Optional<Node> quantize) {
        return quantize.map(node -> node.op().domain()).orElse(OpType.ONNX_DOMAIN);
    }

    private static List<String> inputs(String value, Codes codes) {
        List<String> inputs = new ArrayList<>(List.of(value, codes.scale()));
        codes.zeroPoint().ifPresent(inputs::add);
        return inputs;
    }

    /** Makes the readers of a value read an input; not possible for what is an input already. */
    private static boolean feed(
            ValueMatch match, String input, Graph graph, GraphEdit edit, Names names) {
        if (match.before().filter(graph::isInput).isPresent()) {
            return false;
        }
        match.before().ifPresent(value -> edit.readInstead(value, input));
        if (match.codes().isPresent()) {
            Codes codes = match.codes().get();
            Optional<Node> own = graph.producer(codes.value()).filter(QuantizedForm::isQuantize);
            own.ifPresent(quantize -> edit.replace(quantize, quantize)); // still reads the value
            String again = names.fresh(input + "_quantized");
            edit.add(
                    new Node(
                            names.fresh(input + "_QuantizeLinear"),
                            new OpType(domain(own), "QuantizeLinear"),
                            inputs(input, codes),
                            List.of(again),
                            own.map(node -> List.copyOf(node.attributes().values()))
                                    .orElse(List.of()),
                            Extras.NONE));
            edit.readInstead(codes.value(), again);
        }
        return true;
    }

    /** The rank must be known for the runtime to fuse; lengths may differ from run to run. */
    private static ValueInfo info(String name, Optional<long[]> shape) {
        return new ValueInfo(
                name,
                new TensorType(
                        ElementType.FLOAT, shape.map(MeasuredGraph::ofSameRank), Extras.NONE));
    }

    private static Shape ofSameRank(long[] lengths) {
        return new Shape(Collections.nCopies(lengths.length, Dimension.UNKNOWN));
    }

    private static Graph withOutputs(Graph graph, Collection<String> names) {
        List<ValueInfo> outputs = new ArrayList<>();
        for (String name : names) {
            ValueType type =
                    graph.elementType(name)
                            .<ValueType>map(
                                    known -> new TensorType(known, Optional.empty(), Extras.NONE))
                            .orElseGet(() -> new ValueType.OtherType(Extras.NONE));
            outputs.add(new ValueInfo(name, type));
        }
        return graph.toBuilder().outputs(outputs).build();
    }
}
