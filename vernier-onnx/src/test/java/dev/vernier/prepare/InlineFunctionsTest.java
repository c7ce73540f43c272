package dev.vernier.prepare;

import static dev.vernier.prepare.Graphs.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.Extras;
import dev.vernier.graph.Function;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.Node;
import dev.vernier.graph.OpType;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.UnsupportedModelException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InlineFunctionsTest {

    private static final OpType GATE = new OpType("my", "Gate");
    private static final OpType TWICE = new OpType("my", "Twice");

    /** {@code alpha} of LeakyRelu from the call's {@code slope}: name = 1, ref_attr_name = 21. */
    private static final Attribute SLOPE_FOR_ALPHA =
            new Attribute.Other(
                    "alpha",
                    Extras.of(
                            new byte[] {
                                10,
                                5,
                                'a',
                                'l',
                                'p',
                                'h',
                                'a',
                                (byte) 0xaa,
                                1,
                                5,
                                's',
                                'l',
                                'o',
                                'p',
                                'e',
                                (byte) 0xa0,
                                1,
                                1
                            }));

    @Test
    void writesNestedCallsOut() {
        Function gate =
                function(
                        GATE,
                        List.of("a"),
                        List.of("b"),
                        node("LeakyRelu", "a", "s", SLOPE_FOR_ALPHA),
                        node("Mul", "a,s", "b").withName(""));
        Function twice =
                function(
                        TWICE,
                        List.of("a"),
                        List.of("b", "a"),
                        call(GATE, "first", "a", "m", Attribute.of("slope", 0.5f)),
                        call(GATE, "second", "m", "b"));
        Model model = model(List.of(gate, twice), call(TWICE, "t", "x", "y,z"));
        Model inlined = new InlineFunctions().apply(model).model();
        assertThat(inlined.functions()).isEmpty();
        Golden.assertMatches(
                "InlineFunctions", model.graph() + "\n->\n\n" + inlined.graph() + "\n");
    }

    @Test
    void reachesIntoBodies() {
        Function gate = function(GATE, List.of("a"), List.of("b"), node("Neg", "a", "b"));
        Graph branch =
                Graphs.graph(13)
                        .output(Graphs.floats("r", 2))
                        .node(call(GATE, "inner", "x", "r"))
                        .build();
        Model model =
                model(
                        List.of(gate),
                        node(
                                "If",
                                "c",
                                "y",
                                new Attribute.GraphValue("then_branch", branch),
                                new Attribute.GraphValue("else_branch", branch)));
        assertThat(new InlineFunctions().apply(model).model().graph().allNodes())
                .extracting(node -> node.op().toString())
                .containsExactly("If", "Neg", "Neg");
    }

    @Test
    void renamesWhatABodyInAFunctionCaptures() {
        Graph branch = GraphScript.parse(13, "out r: float[2]\nq = Neg(a)\nr = Neg(q)");
        Function gate =
                function(
                        GATE,
                        List.of("a", "c"),
                        List.of("b"),
                        node(
                                "If",
                                "c",
                                "b",
                                new Attribute.GraphValue("then_branch", branch),
                                new Attribute.GraphValue("else_branch", branch)));
        Model model = model(List.of(gate), call(GATE, "g", "x,c", "y"));
        Graph graph = new InlineFunctions().apply(model).model().graph();
        assertThat(graph.nodes().get(0).subgraphs().findFirst().orElseThrow().captured())
                .containsExactly("x");
    }

    @Test
    void leavesAFunctionOfAnotherOperatorSetAndRefusesToRaise() {
        Function old =
                new Function(
                        GATE,
                        List.of("a"),
                        List.of("b"),
                        List.of(),
                        List.of(node("Neg", "a", "b")),
                        Opsets.of(9),
                        Extras.NONE);
        Model model = model(List.of(old), call(GATE, "g", "x", "y"));
        Prepared prepared = new InlineFunctions().apply(model);
        assertThat(prepared.model().functions()).containsExactly(old);
        assertThat(prepared.notes())
                .containsExactly(
                        "function stays: my.Gate, its operator set must be the model's to be"
                                + " inlined; domain=, function=9, model=13");
        assertThatThrownBy(() -> new RaiseOpset(15).apply(prepared.model()))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("functions that could not be inlined would be lost");
    }

    @Test
    void refusesAFunctionThatCallsItself() {
        Function endless =
                function(GATE, List.of("a"), List.of("b"), call(GATE, "again", "a", "b"));
        Model model = model(List.of(endless), call(GATE, "g", "x", "y"));
        assertThatThrownBy(() -> new InlineFunctions().apply(model))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage("functions must not call themselves; functions=[my.Gate]");
    }

    private static Function function(
            OpType op, List<String> inputs, List<String> outputs, Node... nodes) {
        return new Function(
                op,
                inputs,
                outputs,
                List.of("slope"),
                List.of(nodes),
                new Opsets(Map.of("", 13L)),
                Extras.NONE);
    }

    private static Node call(
            OpType op, String name, String inputs, String outputs, Attribute... attributes) {
        return new Node(
                name,
                op,
                List.of(inputs.split(",", -1)),
                List.of(outputs.split(",", -1)),
                List.of(attributes),
                Extras.NONE);
    }

    private static Model model(List<Function> functions, Node node) {
        Graph.Builder graph =
                Graphs.graph(13).input(Graphs.floats("x", 2)).input(Graphs.longs("c"));
        node.outputs().forEach(output -> graph.output(Graphs.floats(output, 2)));
        return new Model(8, graph.node(node).build(), functions, Map.of(), Extras.NONE);
    }
}
