package dev.vernier.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.graph.Extras;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.SparseTensor;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.UnsupportedModelException;
import dev.vernier.model.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;

class DensifyInitializersTest {

    @Test
    void placesElementsByLinearPosition() {
        Tensor indices = Tensor.ofLongs("", new long[] {2}, 1, 5);
        assertThat(dense(indices, List.of(2L, 3L))).containsExactly(0, 7, 0, 0, 0, 8);
    }

    @Test
    void placesElementsByCoordinates() {
        Tensor indices = Tensor.ofLongs("", new long[] {2, 2}, 0, 1, 1, 2);
        assertThat(dense(indices, List.of(2L, 3L))).containsExactly(0, 7, 0, 0, 0, 8);
    }

    @Test
    void refusesWhatWouldFillTheHeap() {
        Tensor indices = Tensor.ofLongs("", new long[] {2}, 1, 5);
        assertThatThrownBy(() -> dense(indices, List.of(100_000L, 100_000L)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("initializer=w")
                .hasMessageContaining("bytes=40000000000");
    }

    private static float[] dense(Tensor indices, List<Long> dimensions) {
        Tensor values = Tensor.ofFloats("w", new long[] {2}, 7, 8);
        Graph graph =
                GraphScript.parse(13, "in x: float[2,2]\nout y: float[2,3]\ny = MatMul(x, w)")
                        .toBuilder()
                        .sparseInitializers(
                                List.of(new SparseTensor(values, indices, dimensions, Extras.NONE)))
                        .build();
        Graph dense = new DensifyInitializers().apply(Model.of(8, graph)).model().graph();
        assertThat(dense.sparseInitializers()).isEmpty();
        return Weights.floats(dense.constant("w").orElseThrow());
    }
}
