package dev.vernier.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScopesTest {

    private static final Opsets OPSETS = Opsets.of(13);

    private final Graph graph = graph();

    @Test
    void bodiesSeeConstantsAndTypesAroundThem() {
        List<Graph> graphs = Scopes.of(graph).graphs();

        assertThat(graphs).hasSize(3);
        for (Graph body : graphs.subList(1, 3)) {
            assertThat(body.constant("w")).isPresent();
            assertThat(body.shape("x")).contains(Shape.of(2, 2));
        }
    }

    @Test
    void findsTheGraphThatDefinesAValue() {
        Scopes scopes = Scopes.of(graph);

        assertThat(scopes.defining("x")).containsSame(scopes.graphs().get(0));
        assertThat(scopes.defining("inner")).containsSame(scopes.graphs().get(2));
        assertThat(scopes.defining("w")).isEmpty();
    }

    @Test
    void mapsBodiesWithoutLeavingCopiesOfConstantsInThem() {
        Graph mapped =
                Scopes.map(
                        graph, scope -> scope.toBuilder().name(scope.name() + " mapped").build());

        assertThat(mapped.name()).isEqualTo("main mapped");
        assertThat(mapped.initializers()).containsKey("w");
        Graph body = mapped.nodes().get(0).subgraphs().findFirst().orElseThrow();
        assertThat(body.name()).isEqualTo("outer mapped");
        assertThat(body.initializers()).isEmpty();
        assertThat(body.captured()).contains("w", "x");
    }

    @Test
    void dropsConstantsThatBodiesReadNoMore() {
        Graph mapped =
                Scopes.mapBodies(
                        graph,
                        body ->
                                Scopes.map(
                                        body,
                                        scope ->
                                                scope.toBuilder()
                                                        .nodes(
                                                                scope.nodes().stream()
                                                                        .map(this::withoutWeight)
                                                                        .toList())
                                                        .build()));

        assertThat(mapped.initializers()).isEmpty();
    }

    @Test
    void readersAreTheNodesThemselvesAndNotThoseAroundThem() {
        Scopes scopes = Scopes.of(graph);

        assertThat(graph.consumers("w")).extracting(Node::name).containsExactly("y");
        assertThat(scopes.readers("w")).extracting(Node::name).containsExactly("mul");
        assertThat(scopes.isOutput("inner")).isTrue();
        assertThat(scopes.isOutput("w")).isFalse();
    }

    @Test
    void replacesAConstantWhereItStands() {
        Tensor other = Tensor.ofFloats("w", new long[] {2, 2}, 5, 6, 7, 8);

        Graph changed = Scopes.withConstant(graph, other);

        assertThat(changed.initializers()).containsOnly(entry("w", other));
        assertThat(changed.nodes()).isEqualTo(graph.nodes());
    }

    @Test
    void replacesAConstantOfABody() {
        Tensor own = Tensor.ofFloats("own", new long[] {1}, 1);
        Graph body =
                Graph.builder("body", OPSETS)
                        .output(ValueInfo.tensor("own", ElementType.FLOAT, Shape.of(1)))
                        .initializer(own)
                        .build();
        Graph around = graph.toBuilder().node(loop("z", body)).build();
        Tensor other = Tensor.ofFloats("own", new long[] {1}, 2);

        Graph changed = Scopes.withConstant(around, other);

        assertThat(changed.initializers()).isEqualTo(around.initializers());
        assertThat(changed.nodes().get(0)).isSameAs(around.nodes().get(0));
        assertThat(changed.nodes().get(1).subgraphs().findFirst().orElseThrow().initializers())
                .containsOnly(entry("own", other));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scopes.withConstant(graph, own))
                .withMessageContaining("own");
    }

    @Test
    void mapsNothingButTheGraphThatWritesAValue() {
        List<String> mapped = new ArrayList<>();

        Scopes.mapWriting(
                "inner",
                graph,
                scope -> {
                    mapped.add(scope.name());
                    return scope;
                });

        assertThat(mapped).containsExactly("inner");
    }

    @Test
    void anUnchangedGraphStaysTheSame() {
        assertThat(Scopes.map(graph, scope -> scope)).isSameAs(graph);
    }

    private Node withoutWeight(Node node) {
        return node.is("MatMul") ? node.withInputs(List.of("x", "x")) : node;
    }

    /** A body in a body that reads input and constant of the main graph. */
    private static Graph graph() {
        Graph inner =
                Graph.builder("inner", OPSETS)
                        .output(ValueInfo.tensor("inner", ElementType.FLOAT, Shape.of(2, 2)))
                        .node(Node.of("mul", "MatMul", List.of("x", "w"), List.of("inner")))
                        .build();
        Graph outer =
                Graph.builder("outer", OPSETS)
                        .output(ValueInfo.tensor("outer", ElementType.FLOAT, Shape.of(2, 2)))
                        .node(loop("outer", inner))
                        .build();
        return Graph.builder("main", OPSETS)
                .input(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(2, 2)))
                .output(ValueInfo.tensor("y", ElementType.FLOAT, Shape.of(2, 2)))
                .initializer(Tensor.ofFloats("w", new long[] {2, 2}, 1, 2, 3, 4))
                .node(loop("y", outer))
                .build();
    }

    private static Node loop(String output, Graph body) {
        return Node.of(
                output, "Loop", List.of(), List.of(output), new Attribute.GraphValue("body", body));
    }
}
