package dev.vernier.graph;

import static dev.vernier.graph.Values.body;
import static dev.vernier.graph.Values.floats;
import static dev.vernier.graph.Values.graph;
import static dev.vernier.graph.Values.node;
import static dev.vernier.graph.Values.withBody;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GraphIndexTest {

    private final Node square = node("Mul", "s", "x", "x");
    private final Node add = node("Add", "y", "s", "w");
    private final Graph graph =
            graph(square, add).toBuilder()
                    .initializer(Tensor.ofFloats("w", new long[] {2}, 1, 2))
                    .valueInfos(List.of(floats("s", 2)))
                    .build();

    @Test
    void producersAndConsumers() {
        assertThat(graph.producer("s")).containsSame(square);
        assertThat(graph.producer("x")).isEmpty();
        assertThat(graph.consumers("x")).containsExactly(square);
        assertThat(graph.consumers("nobody")).isEmpty();
        assertThat(graph.onlyConsumer("s")).containsSame(add);
        assertThat(graph.onlyConsumer("y")).isEmpty();
        assertThat(graph.onlyProducer("s", add)).containsSame(square);
        assertThat(graph.onlyProducer("s", square)).isEmpty();
    }

    @Test
    void outputThatIsReadToo() {
        Graph both = graph.toBuilder().output(floats("s", 2)).build();
        assertThat(both.onlyConsumer("s")).isEmpty();
        assertThat(both.consumers("s")).containsExactly(add);
    }

    @Test
    void typesFromEverywhere() {
        assertThat(graph.shape("x")).contains(Shape.of(2));
        assertThat(graph.shape("s")).contains(Shape.of(2));
        assertThat(graph.shape("y")).contains(Shape.of(2));
        assertThat(graph.elementType("w")).contains(ElementType.FLOAT);
        assertThat(graph.shape("nobody")).isEmpty();
    }

    @Test
    void constantsThatTheCallerMayOverrideAreNone() {
        assertThat(graph.constant("w")).isPresent();
        assertThat(graph.constantInput(add, 1)).isPresent();
        assertThat(graph.constantInput(add, 0)).isEmpty();
        assertThat(graph.constantInput(add, 7)).isEmpty();
        Graph overridable = graph.toBuilder().input(floats("w", 2)).build();
        assertThat(overridable.constant("w")).isEmpty();
    }

    @Test
    void bodiesCaptureThroughEveryLevel() {
        Graph inner = body("i", node("Add", "i", "x", "local"));
        Graph middle = body("m", node("Neg", "local", "s"), withBody("m", inner));
        Node outer = withBody("y", middle);
        Graph whole = graph(square, outer);

        assertThat(inner.captured()).containsExactly("x", "local");
        assertThat(middle.captured()).containsExactly("s", "x");
        assertThat(whole.captured()).isEmpty();
        assertThat(whole.consumers("x")).containsExactly(square, outer);
        assertThat(whole.consumers("s")).containsExactly(outer);
        assertThat(whole.names()).contains("x", "s", "y", "m", "local", "i");
        assertThat(whole.allNodes()).hasSize(5);
    }

    @Test
    void outputOfABodyMayBeCaptured() {
        assertThat(body("x").captured()).containsExactly("x");
    }
}
