package dev.vernier.prepare;

import static dev.vernier.prepare.Graphs.constant;
import static dev.vernier.prepare.Graphs.dims;
import static dev.vernier.prepare.Graphs.floats;
import static dev.vernier.prepare.Graphs.graph;
import static dev.vernier.prepare.Graphs.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The steps that look at a model as a whole and need nothing native. */
class ModelStepsTest {

    @Test
    void sortsNodesInBodiesToo() {
        Graph branch =
                graph(13)
                        .output(floats("r", 2))
                        .node(node("Neg", "q", "r"))
                        .node(node("Abs", "x", "q"))
                        .build();
        Graph unsorted =
                graph(13)
                        .input(floats("x", 2))
                        .output(floats("y", 2))
                        .node(ifNode("condition", "y", branch, branch))
                        .node(node("IsNaN", "x", "condition"))
                        .build();
        Golden.assertMatches("SortNodes", text(new SortNodes(), unsorted));
    }

    @Test
    void leavesSortedNodesAlone() {
        Model model = Model.of(8, graph(13).node(node("Relu", "x", "y")).build());
        assertThat(new SortNodes().apply(model).model()).isSameAs(model);
    }

    @Test
    void refusesACycle() {
        Graph cyclic = graph(13).node(node("Neg", "b", "a")).node(node("Abs", "a", "b")).build();
        assertThatThrownBy(() -> new SortNodes().apply(Model.of(8, cyclic)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage("graph must be acyclic; cycle=a_node -> b_node -> a_node, graph=test");
    }

    @Test
    void namesNodesOnceAcrossBodies() {
        Graph branch =
                graph(13)
                        .output(floats("r", 2))
                        .node(node("Neg", "x", "r").withName("same"))
                        .build();
        Graph graph =
                graph(13)
                        .input(floats("x", 2))
                        .output(floats("y", 2))
                        .node(node("Relu", "x", "a").withName(""))
                        .node(node("Abs", "a", "b").withName("same"))
                        .node(node("Abs", "b", "c").withName("same_1"))
                        .node(ifNode("c", "y", branch, branch))
                        .build();
        Golden.assertMatches("NameNodes", text(new NameNodes(), graph));
    }

    @Test
    void givesValuesInBodiesNamesOfTheirOwn() {
        Graph branch =
                graph(13)
                        .output(floats("r", 2))
                        .initializer(constant("k", dims(2), 1, 2))
                        .node(node("Add", "x,k", "a"))
                        .node(node("Neg", "a", "r"))
                        .build();
        Graph graph =
                graph(13)
                        .input(floats("x", 2))
                        .input(floats("c"))
                        .output(floats("y", 2))
                        .node(node("Relu", "x", "a"))
                        .node(ifNode("c", "y", branch, branch))
                        .build();
        Golden.assertMatches("NameBodyValues", text(new NameBodyValues(), graph));
    }

    @Test
    void halvesComputeInFloatUnderTheSameInputsAndOutputs() {
        Tensor weight =
                Tensor.ofBytes("w", ElementType.FLOAT16, new long[] {1, 1}, new byte[] {0, 0x3c});
        Graph graph =
                graph(13)
                        .input(ValueInfo.tensor("x", ElementType.FLOAT16, Shape.of(2, 1)))
                        .output(ValueInfo.tensor("y", ElementType.FLOAT16, Shape.of(2, 1)))
                        .initializer(weight)
                        .node(node("MatMul", "x,w", "m"))
                        .node(
                                node(
                                        "Cast",
                                        "m",
                                        "y",
                                        Attribute.of("to", ElementType.FLOAT16.code())))
                        .build();
        Golden.assertMatches("ComputeInFloat32Halves", text(ComputeInFloat32.halves(), graph));
    }

    @Test
    void doublesThatAreMultipliedComputeInFloat() {
        Graph graph = doubles("MatMul");

        Golden.assertMatches("ComputeInFloat32Doubles", text(ComputeInFloat32.doubles(), graph));
    }

    @Test
    void leavesOtherDoublesAlone() {
        Model model = Model.of(8, doubles("Add"));

        assertThat(ComputeInFloat32.doubles().apply(model).model()).isSameAs(model);
    }

    private static Graph doubles(String op) {
        byte[] one = {0, 0, 0, 0, 0, 0, (byte) 0xf0, 0x3f};
        return graph(13)
                .input(ValueInfo.tensor("x", ElementType.DOUBLE, Shape.of(2, 1)))
                .output(ValueInfo.tensor("y", ElementType.DOUBLE, Shape.of(2, 1)))
                .initializer(Tensor.ofBytes("w", ElementType.DOUBLE, new long[] {1, 1}, one))
                .node(node(op, "x,w", "y"))
                .build();
    }

    @Test
    void leavesUniqueNamesAlone() {
        Model model = Model.of(8, graph(13).node(node("Relu", "x", "y")).build());
        assertThat(new NameNodes().apply(model).model()).isSameAs(model);
    }

    @Test
    void takesInitializersOutOfTheInputsOfOldFiles() {
        Prepared prepared = new SeparateInitializersFromInputs().apply(overridable(3));
        assertThat(prepared.model().irVersion()).isEqualTo(4);
        assertThat(prepared.model().graph().inputs())
                .extracting(ValueInfo::name)
                .containsExactly("x");
        assertThat(prepared.model().graph().constant("w")).isPresent();
    }

    @Test
    void leavesOverridableInitializersAndSaysSo() {
        Model model = overridable(4);
        Prepared prepared = new SeparateInitializersFromInputs().apply(model);
        assertThat(prepared.model()).isSameAs(model);
        assertThat(prepared.notes())
                .singleElement()
                .asString()
                .contains("1 initializers are also graph inputs");
    }

    @Test
    void dropsOnlyOperatorSetsThatNoNodeUses() {
        Map<String, Long> versions = new LinkedHashMap<>();
        versions.put("com.microsoft", 1L);
        versions.put("", 13L);
        versions.put("ai.onnx.ml", 3L);
        Node foreign =
                new Node(
                        "f",
                        new dev.vernier.graph.OpType("com.microsoft", "Gelu"),
                        List.of("x"),
                        List.of("y"),
                        List.of(),
                        dev.vernier.graph.Extras.NONE);
        Graph graph = Graph.builder("g", new Opsets(versions)).node(foreign).build();
        Model model = new DropUnusedOpsets().apply(Model.of(8, graph)).model();
        assertThat(model.graph().opsets().versions())
                .containsExactly(Map.entry("com.microsoft", 1L), Map.entry("", 13L));
        assertThat(new DropUnusedOpsets().apply(model).model()).isSameAs(model);
    }

    private static Model overridable(long irVersion) {
        return Model.of(
                irVersion,
                graph(8).input(floats("x", 1, 1))
                        .input(floats("w", 1, 1))
                        .output(floats("y", 1, 1))
                        .initializer(constant("w", dims(1, 1), 3))
                        .node(node("MatMul", "x,w", "y"))
                        .build());
    }

    private static Node ifNode(String condition, String output, Graph then, Graph otherwise) {
        return node(
                "If",
                condition,
                output,
                new Attribute.GraphValue("then_branch", then),
                new Attribute.GraphValue("else_branch", otherwise));
    }

    private static String text(ModelStep step, Graph graph) {
        Prepared prepared = step.apply(Model.of(8, graph));
        return graph + "\n->\n\n" + prepared.model().graph() + "\n" + prepared.notes() + "\n";
    }
}
