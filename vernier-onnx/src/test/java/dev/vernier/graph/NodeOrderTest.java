package dev.vernier.graph;

import static dev.vernier.graph.Values.body;
import static dev.vernier.graph.Values.names;
import static dev.vernier.graph.Values.node;
import static dev.vernier.graph.Values.withBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodeOrderTest {

    @Test
    void sortedListStaysAsItIs() {
        List<Node> nodes =
                List.of(node("A", "a", "x"), node("B", "b", "x"), node("C", "c", "b", "a"));
        assertThat(NodeOrder.sort(nodes)).isEqualTo(nodes);
    }

    @Test
    void producerMovesJustBeforeItsFirstReader() {
        List<Node> nodes =
                List.of(
                        node("A", "a", "x"),
                        node("C", "c", "late"),
                        node("B", "b", "x"),
                        node("L", "late", "x"));
        assertThat(names(NodeOrder.sort(nodes))).containsExactly("a", "late", "c", "b");
    }

    @Test
    void bodiesReadWhatTheyCapture() {
        Node reader = withBody("r", body("i", node("I", "i", "late")));
        assertThat(names(NodeOrder.sort(List.of(reader, node("L", "late", "x")))))
                .containsExactly("late", "r");
    }

    @Test
    void emptyNamesConnectNothing() {
        Node one = Node.of("one", "A", List.of(""), List.of("a", ""));
        Node two = Node.of("two", "A", List.of(""), List.of("b", ""));
        assertThat(names(NodeOrder.sort(List.of(one, two)))).containsExactly("one", "two");
    }

    @Test
    void cyclesAreNamed() {
        List<Node> nodes =
                List.of(
                        node("Z", "z", "x"),
                        node("A", "a", "c", "z"),
                        node("B", "b", "a"),
                        node("C", "c", "b"));
        assertThatThrownBy(() -> NodeOrder.sort(nodes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("graph must be acyclic; cycle=a -> c -> b -> a");
    }

    @Test
    void nodeThatReadsItself() {
        assertThatThrownBy(() -> NodeOrder.sort(List.of(node("A", "a", "a"))))
                .hasMessage("graph must be acyclic; cycle=a -> a");
        Node around = withBody("a", body("i", node("I", "i", "a")));
        assertThatThrownBy(() -> NodeOrder.sort(List.of(around)))
                .hasMessage("graph must be acyclic; cycle=a -> a");
    }

    @Test
    void deepChainsInEitherOrder() {
        List<Node> chain = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            chain.add(node("Relu", "v" + (i + 1), "v" + i));
        }
        assertThat(NodeOrder.sort(chain)).isEqualTo(chain);
        List<Node> reversed = new ArrayList<>(chain);
        Collections.reverse(reversed);
        assertThat(NodeOrder.sort(reversed)).isEqualTo(chain);
    }

    @Test
    void anyOrderOfARandomGraphIsSorted() {
        long seed = 42;
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<Node> nodes = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                String one = i == 0 ? "x" : "v" + random.nextInt(i);
                String other = i == 0 ? "x" : "v" + random.nextInt(i);
                nodes.add(node("Add", "v" + i, one, other));
            }
            Collections.shuffle(nodes, random);
            Set<String> written = new HashSet<>(Set.of("x"));
            List<Node> sorted = NodeOrder.sort(nodes);
            for (Node node : sorted) {
                assertThat(written).as("seed %d, round %d", seed, round).containsAll(node.inputs());
                written.addAll(node.outputs());
            }
            assertThat(sorted).containsExactlyInAnyOrderElementsOf(nodes);
        }
    }
}
