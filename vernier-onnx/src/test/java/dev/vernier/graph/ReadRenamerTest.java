package dev.vernier.graph;

import static dev.vernier.graph.Values.body;
import static dev.vernier.graph.Values.node;
import static dev.vernier.graph.Values.withBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadRenamerTest {

    private final ReadRenamer renamer = new ReadRenamer(Map.of("a", "b", "b", "c"));

    @Test
    void chainsAreFollowedToTheirEnd() {
        assertThat(renamer.rename(node("Add", "y", "a", "b", "x")).inputs())
                .containsExactly("c", "c", "x");
    }

    @Test
    void circlesComeToAnEnd() {
        ReadRenamer circle = new ReadRenamer(Map.of("a", "b", "b", "a"));
        assertThat(circle.rename(node("Neg", "y", "a")).inputs()).hasSize(1);
    }

    @Test
    void nodeThatReadsNoneStaysItself() {
        Node node = withBody("y", body("i", node("Neg", "i", "x")), "x");
        assertThat(renamer.rename(node)).isSameAs(node);
    }

    @Test
    void outputsKeepTheirNames() {
        assertThat(renamer.rename(node("Neg", "a", "b")).outputs()).containsExactly("a");
    }

    @Test
    void bodiesAreRenamedOnEveryLevel() {
        Graph inner = body("j", node("Add", "j", "a", "x"));
        Node renamed = renamer.rename(withBody("y", body("i", withBody("i", inner))));
        Graph middle = Values.body(renamed);
        assertThat(middle.captured()).containsExactly("c", "x");
        assertThat(Values.body(middle.nodes().get(0)).nodes().get(0).inputs())
                .containsExactly("c", "x");
    }

    @Test
    void bodyThatDefinesTheNameKeepsIt() {
        Graph defines = body("i", node("Neg", "a", "x"), node("Add", "i", "a", "b"));
        Node renamed = renamer.rename(withBody("y", defines));
        assertThat(Values.body(renamed).nodes().get(1).inputs()).containsExactly("a", "c");
    }

    @Test
    void capturedOutputOfABodyIsARead() {
        Node renamed = renamer.rename(withBody("y", body("a")));
        assertThat(Values.body(renamed).outputs()).extracting(ValueInfo::name).containsExactly("c");
    }

    @Test
    void bodyThatDefinesTheNewNameHasItsOwnValueRenamed() {
        Graph nested = body("k", node("Neg", "k", "c"));
        Graph hides =
                body("c", node("Neg", "c", "x"), node("Add", "i", "b", "c"), withBody("j", nested))
                        .toBuilder()
                        .initializer(Tensor.ofFloats("c_1", new long[] {1}, 1))
                        .build();
        Graph renamed = Values.body(renamer.rename(withBody("y", hides)));

        assertThat(renamed.captured()).containsExactly("x", "c");
        assertThat(renamed.nodes())
                .extracting(Node::inputs, Node::outputs)
                .containsExactly(
                        tuple(List.of("x"), List.of("c_2")),
                        tuple(List.of("c", "c_2"), List.of("i")),
                        tuple(List.of(), List.of("j")));
        assertThat(Values.body(renamed.nodes().get(2)).captured()).containsExactly("c_2");
        assertThat(renamed.outputs()).extracting(ValueInfo::name).containsExactly("c_2");
    }
}
