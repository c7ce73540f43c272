package dev.vernier.runner;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.Bodies;
import dev.vernier.graph.Graph;
import dev.vernier.graph.LocalNames;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Lets a Loop carry along what it sees of a value, in one dimension, whatever shapes its iterations
 * have:
 *
 * <pre>
 * record = Concat(record, first elements of the value, smallest and largest if some are left out)
 * </pre>
 *
 * <p>The record takes up {@value #LIMIT} elements at most, but for the extremes of later
 * iterations: a decoder of a thousand steps would fill the memory with what they have in common.
 */
final class LoopRecord {

    static final long LIMIT = 1 << 20;

    /** Trip count and condition stand before what a Loop carries. */
    private static final int FIRST_CARRIED = 2;

    private final Names names;
    private final String value;
    private final Graph.Builder body;

    private LoopRecord(Graph body, String value, Names names) {
        this.names = names;
        this.value = value;
        this.body = body.toBuilder();
    }

    /**
     * The Loop that gives out the record of a value of its body under the name of the value.
     *
     * @param around the graph that the Loop stands in
     */
    static Node add(Node loop, String value, Graph.Builder around, Names names) {
        List<String> inputs = new ArrayList<>(loop.inputs());
        while (inputs.size() < FIRST_CARRIED) {
            inputs.add("");
        }
        int carried = inputs.size() - FIRST_CARRIED;
        String start = names.fresh(value + "_start");
        around.initializer(Tensor.ofFloats(start, new long[] {0}));
        inputs.add(start);
        Node opened =
                Bodies.map(
                        loop.withInputs(inputs),
                        body -> {
                            String inner = names.fresh(value + "_inner");
                            Graph renamed = LocalNames.rename(body, Map.of(value, inner));
                            return new LoopRecord(renamed, value, names)
                                    .with(renamed, inner, carried);
                        });
        return LiftedValues.withOutput(opened, carried, value, names);
    }

    private Graph with(Graph renamed, String inner, int carried) {
        String record = names.fresh(value + "_record");
        String flat = node("flat", "Reshape", floats(inner), constant("all", -1));
        String length = node("length", "Size", flat);
        String room = room(record);
        String kept = node("kept", "Slice", flat, constant("from", 0), room);
        String more = node("more", "Concat", 0, record, kept, extremesBeyond(flat, length, room));
        List<ValueInfo> outputs = new ArrayList<>(renamed.outputs());
        outputs.add(1 + carried, LiftedValues.floats(more));
        return body.input(LiftedValues.floats(record)).outputs(outputs).build();
    }

    private String floats(String inner) {
        String floats = names.fresh(value + "_float");
        body.node(LiftedValues.cast(names, inner, floats));
        return floats;
    }

    /** How many elements the record still takes. */
    private String room(String record) {
        String taken = node("taken", "Size", record);
        String left = node("left", "Sub", constant("limit", LIMIT), taken);
        return node("room", "Max", left, constant("none", 0));
    }

    /** Smallest and largest if not all elements are taken, else nothing. */
    private String extremesBeyond(String flat, String length, String room) {
        String zero = names.fresh(value + "_zero");
        body.initializer(Tensor.ofFloats(zero, new long[] {1}, 0f));
        String some = node("some", "Concat", 0, flat, zero); // no extremes of nothing
        String extremes =
                node(
                        "extremes",
                        "Concat",
                        0,
                        node("smallest", "ReduceMin", some),
                        node("largest", "ReduceMax", some));
        String beyond = node("beyond", "Greater", length, room);
        String two = names.fresh(value + "_two");
        body.initializer(Tensor.ofLongs(two, new long[] {1}, 2));
        String count = node("count", "Where", beyond, two, constant("zero_extremes", 0));
        return node("ends", "Slice", extremes, constant("start", 0), count);
    }

    private String constant(String what, long number) {
        String name = names.fresh(value + "_" + what);
        body.initializer(Tensor.ofLongs(name, new long[] {1}, number));
        return name;
    }

    private String node(String what, String op, String... inputs) {
        String output = names.fresh(value + "_" + what);
        body.node(Node.of(names.fresh(output), op, List.of(inputs), List.of(output)));
        return output;
    }

    private String node(String what, String op, int axis, String... inputs) {
        String output = names.fresh(value + "_" + what);
        body.node(
                Node.of(
                        names.fresh(output),
                        op,
                        List.of(inputs),
                        List.of(output),
                        Attribute.of("axis", axis)));
        return output;
    }
}
