package dev.vernier.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.ValueInfo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharesTest {

    private static final Map<String, Double> POWERS = Map.of("a", 1.0, "b", 3.0);

    @Test
    void aChainPassesEverythingOn() {
        Shares shares = shares(node("a", "Relu", "x"), node("y", "Sigmoid", "a"));

        assertThat(shares.of("a")).isEqualTo(1);
        assertThat(shares.of("y")).isEqualTo(1);
    }

    @Test
    void aSumIsMadeOfItsPartsByPower() {
        Shares shares = shares(node("a", "Relu", "x"), node("b", "Exp", "x"), sum("Add"));

        assertThat(shares.of("a")).isCloseTo(0.25, within(1e-12));
        assertThat(shares.of("b")).isCloseTo(0.75, within(1e-12));
    }

    @Test
    void aProductIsMadeOfItsPartsEqually() {
        Shares shares = shares(node("a", "Relu", "x"), node("b", "Exp", "x"), sum("Mul"));

        assertThat(shares.of("a")).isEqualTo(0.5);
        assertThat(shares.of("b")).isEqualTo(0.5);
    }

    @Test
    void waysThatJoinAgainBringTheWholeNoise() {
        Shares shares =
                shares(
                        node("root", "Abs", "x"),
                        node("a", "Relu", "root"),
                        node("b", "Exp", "root"),
                        sum("Add"));

        assertThat(shares.of("root")).isCloseTo(1, within(1e-12));
    }

    @Test
    void twoOutputsAreOneAtItsWorst() {
        Graph graph =
                Graph.builder("two outputs", Opsets.of(17))
                        .input(value("x"))
                        .output(value("a"))
                        .output(value("b"))
                        .node(node("root", "Abs", "x"))
                        .node(node("a", "Relu", "root"))
                        .node(node("b", "Exp", "root"))
                        .build();

        assertThat(new Shares(graph, value -> Double.NaN).of("root")).isEqualTo(1);
    }

    @Test
    void whatIsComputedOfConstantsIsNoPart() {
        Shares shares =
                shares(
                        Node.of(
                                "codes",
                                "Constant",
                                List.of(),
                                List.of("codes"),
                                Attribute.of("value_float", 2f)),
                        node("weight", "Neg", "codes"),
                        node("a", "Relu", "x"),
                        Node.of("y", "Mul", List.of("a", "weight"), List.of("y")));

        assertThat(shares.of("a")).isEqualTo(1);
        assertThat(shares.of("weight")).isZero();
    }

    @Test
    void whatReachesNoOutputHasNoShare() {
        Shares shares = shares(node("a", "Relu", "x"), node("y", "Exp", "x"));

        assertThat(shares.of("a")).isZero();
        assertThat(shares.of("none")).isZero();
    }

    private static ValueInfo value(String name) {
        return ValueInfo.tensor(name, ElementType.FLOAT, Shape.of(4));
    }

    private static Node sum(String op) {
        return Node.of("y", op, List.of("a", "b"), List.of("y"));
    }

    /** A node whose value has its own name. */
    private static Node node(String name, String op, String input) {
        return Node.of(name, op, List.of(input), List.of(name));
    }

    private static Shares shares(Node... nodes) {
        Graph graph =
                Graph.builder("shares", Opsets.of(17))
                        .input(value("x"))
                        .output(value("y"))
                        .nodes(List.of(nodes))
                        .build();
        return new Shares(graph, value -> POWERS.getOrDefault(value, Double.NaN));
    }
}
