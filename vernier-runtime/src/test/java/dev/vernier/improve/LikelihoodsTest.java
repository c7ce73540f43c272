package dev.vernier.improve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.ValueInfo;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which outputs are probabilities, and how they are compared. */
class LikelihoodsTest {

    @Test
    void growsByOneWithEachFactorOfEuler() {
        float[] values = Likelihoods.of(new float[] {1, (float) Math.exp(-1), 1e-4f, 1e-9f, 0});

        assertThat(values[0] - values[1]).isCloseTo(1, within(1e-6f));
        assertThat(values[0]).isCloseTo((float) Math.log(1e4), within(1e-6f));
        assertThat(values[2]).isCloseTo(0, within(1e-6f));
        assertThat(values[3]).isZero();
        assertThat(values[4]).isZero();
    }

    @Test
    void areFoundBehindAMove() {
        assertThat(Likelihoods.are("y", graph("Softmax"))).isTrue();
        assertThat(Likelihoods.are("y", graph("Sigmoid"))).isTrue();
    }

    @Test
    void areNotWhatAnyOtherCurveGives() {
        assertThat(Likelihoods.are("y", graph("Tanh"))).isFalse();
        assertThat(Likelihoods.are("x", graph("Softmax"))).isFalse();
    }

    private static Graph graph(String curve) {
        return Graph.builder("curve", Opsets.of(13))
                .input(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(1, 4)))
                .output(ValueInfo.tensor("y", ElementType.FLOAT, Shape.of(4, 1)))
                .node(Node.of("curve", curve, List.of("x"), List.of("p")))
                .node(Node.of("move", "Transpose", List.of("p"), List.of("y")))
                .build();
    }
}
