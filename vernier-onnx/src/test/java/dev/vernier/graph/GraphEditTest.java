package dev.vernier.graph;

import static dev.vernier.graph.Values.body;
import static dev.vernier.graph.Values.floats;
import static dev.vernier.graph.Values.graph;
import static dev.vernier.graph.Values.names;
import static dev.vernier.graph.Values.node;
import static dev.vernier.graph.Values.withBody;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GraphEditTest {

    private final Node neg = node("Neg", "a", "x");
    private final Node identity = node("Identity", "b", "a");
    private final Node add = node("Add", "y", "b", "w");
    private final Graph graph =
            graph(neg, identity, add).toBuilder()
                    .initializer(Tensor.ofFloats("w", new long[] {2}, 1, 2))
                    .initializer(Tensor.ofFloats("unused", new long[] {1}, 1))
                    .valueInfos(List.of(floats("a", 2), floats("b", 2)))
                    .build();

    @Test
    void emptyEditChangesNothing() {
        assertThat(new GraphEdit().applyTo(graph).toString()).isEqualTo(graph.toString());
    }

    @Test
    void removedNodeIsReadAround() {
        Graph edited = new GraphEdit().remove(identity).readInstead("b", "a").applyTo(graph);
        assertThat(names(edited.nodes())).containsExactly("a", "y");
        assertThat(edited.nodes().get(1).inputs()).containsExactly("a", "w");
        assertThat(edited.valueInfos()).extracting(ValueInfo::name).containsExactly("a");
        assertThat(names(graph.nodes())).containsExactly("a", "b", "y");
    }

    @Test
    void addedNodeStandsBeforeItsFirstReader() {
        Graph edited =
                new GraphEdit()
                        .add(node("Abs", "new", "a"))
                        .replace(add, node("Add", "y", "new", "w"))
                        .remove(identity)
                        .applyTo(graph);
        assertThat(names(edited.nodes())).containsExactly("a", "new", "y");
    }

    @Test
    void constantsWithoutAUserGoUnlessTheyHadNoneBefore() {
        Graph edited = new GraphEdit().replace(add, node("Neg", "y", "b")).applyTo(graph);
        assertThat(edited.initializers()).containsOnlyKeys("unused");
    }

    @Test
    void constantIsAddedAndReplaced() {
        Graph edited =
                new GraphEdit()
                        .initializer(Tensor.ofFloats("w", new long[] {2}, 3, 4))
                        .initializer(Tensor.ofFloats("v", new long[] {2}, 5, 6))
                        .replace(add, node("Sum", "y", "b", "w", "v"))
                        .applyTo(graph);
        assertThat(edited.initializers()).containsOnlyKeys("w", "unused", "v");
        assertThat(edited.constant("w").orElseThrow().data())
                .isEqualTo(Tensor.ofFloats("w", new long[] {2}, 3, 4).data());
    }

    @Test
    void nodesOfTheEditAndOutputsKeepWhatTheySay() {
        Graph edited =
                new GraphEdit().add(node("Abs", "new", "a")).readInstead("a", "new").applyTo(graph);
        assertThat(edited.producer("new").orElseThrow().inputs()).containsExactly("a");
        assertThat(edited.producer("b").orElseThrow().inputs()).containsExactly("new");
        Graph output = new GraphEdit().readInstead("y", "a").applyTo(graph);
        assertThat(output.isOutput("y")).isTrue();
    }

    @Test
    void constantThatABodyCapturesStays() {
        Node reader = withBody("y", body("i", node("Neg", "i", "w")));
        Graph edited = new GraphEdit().replace(add, reader).remove(identity).applyTo(graph);
        assertThat(edited.initializers()).containsKey("w");
    }
}
