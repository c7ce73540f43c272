package dev.vernier.graph;

import static dev.vernier.graph.Values.body;
import static dev.vernier.graph.Values.graph;
import static dev.vernier.graph.Values.names;
import static dev.vernier.graph.Values.node;
import static dev.vernier.graph.Values.withBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RulesTest {

    /** y = Identity(x) -> readers of y read x. */
    private static final class RemoveIdentity implements GraphRule {
        @Override
        public Optional<GraphEdit> apply(Node node, Graph graph) {
            if (!node.is("Identity") || graph.isOutput(node.output())) {
                return Optional.empty();
            }
            return Optional.of(
                    new GraphEdit()
                            .remove(node)
                            .readInstead(node.output(), node.input(0).orElseThrow()));
        }
    }

    /** z = Neg(Neg(x)) -> z = Identity(x). */
    private static final class CancelNegations implements GraphRule {
        @Override
        public Optional<GraphEdit> apply(Node node, Graph graph) {
            Optional<Node> inner =
                    node.input(0)
                            .flatMap(value -> graph.onlyProducer(value, node))
                            .filter(producer -> producer.is("Neg"));
            if (!node.is("Neg") || inner.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    new GraphEdit()
                            .remove(inner.get())
                            .replace(
                                    node,
                                    node(
                                            "Identity",
                                            node.output(),
                                            inner.get().input(0).orElseThrow())));
        }
    }

    private static Graph chain(String op, int length) {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            String output = i == length - 1 ? "y" : "v" + i;
            nodes.add(node(op, output, i == 0 ? "x" : "v" + (i - 1)));
        }
        return graph(nodes.toArray(new Node[0]));
    }

    @Test
    void ruleThatDoesNotFireLeavesTheGraph() {
        Graph graph = chain("Relu", 3);
        Rules.Result result = new Rules(List.of(new RemoveIdentity())).applyTo(graph);
        assertThat(result.graph()).isSameAs(graph);
        assertThat(result.applied()).isEmpty();
    }

    @Test
    void chainsOfRemovalsAreReadThrough() {
        Rules.Result result =
                new Rules(List.of(new RemoveIdentity())).applyTo(chain("Identity", 9));
        assertThat(result.graph().nodes()).hasSize(1);
        assertThat(result.graph().nodes().get(0).inputs()).containsExactly("x");
        assertThat(result.applied()).hasSize(8).contains(new Rules.Applied("RemoveIdentity", "v0"));
    }

    @Test
    void editsThatCollideWaitForTheNextWalk() {
        Rules rules = new Rules(List.of(new CancelNegations(), new RemoveIdentity()));
        assertThat(names(rules.applyTo(chain("Neg", 4)).graph().nodes())).containsExactly("y");
        Graph odd = rules.applyTo(chain("Neg", 5)).graph();
        assertThat(odd.nodes()).filteredOn(node -> node.is("Neg")).hasSize(1);
        assertThat(odd.captured()).isEmpty();
    }

    @Test
    void everyLengthOfChainComesOutRight() {
        Rules rules = new Rules(List.of(new CancelNegations(), new RemoveIdentity()));
        for (int length = 1; length < 40; length++) {
            Graph result = rules.applyTo(chain("Neg", length)).graph();
            assertThat(result.nodes().stream().filter(node -> node.is("Neg")).count())
                    .as("length %d", length)
                    .isEqualTo(length % 2);
            assertThat(result.captured()).isEmpty();
        }
    }

    @Test
    void bodiesAreRewrittenToo() {
        Graph inner = body("j", node("Identity", "i", "x"), node("Relu", "j", "i"));
        Graph graph = graph(withBody("y", body("k", withBody("k", inner))));
        Rules.Result result = new Rules(List.of(new RemoveIdentity())).applyTo(graph);
        assertThat(result.graph().allNodes()).noneMatch(node -> node.is("Identity"));
        assertThat(result.applied()).hasSize(1);
    }

    @Test
    void bodyFollowsARemovalOutside() {
        Graph graph =
                graph(node("Identity", "a", "x"), withBody("y", body("i", node("Neg", "i", "a"))));
        Graph result = new Rules(List.of(new RemoveIdentity())).applyTo(graph).graph();
        assertThat(result.nodes()).hasSize(1);
        assertThat(result.captured()).isEmpty();
        assertThat(result.consumers("x")).hasSize(1);
    }

    @Test
    void ruleWithoutEndIsOurFault() {
        GraphRule forever =
                (node, graph) ->
                        Optional.of(
                                new GraphEdit().replace(node, node.withName(node.name() + "+")));
        assertThatThrownBy(() -> new Rules(List.of(forever)).applyTo(chain("Relu", 2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("rule must come to an end; rule=");
    }
}
