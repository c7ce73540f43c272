package dev.vernier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Shape;
import dev.vernier.graph.ValueInfo;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomSamplesTest {

    private static Sample first(Shape shape) throws Exception {
        ValueInfo input = ValueInfo.tensor("x", ElementType.FLOAT, shape);
        try (Samples samples = Samples.random(1, 1);
                SampleCursor cursor = samples.cursor(new ModelInputs(List.of(input), List.of()))) {
            return cursor.next().orElseThrow();
        }
    }

    @Test
    void shapeOfTheInputIsTaken() throws Exception {
        SampleTensor invented = first(Shape.of(2, 3)).inputs().get("x");

        assertThat(invented).isNotNull();
        assertThat(invented.shape()).containsExactly(2, 3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 29, 1L << 33, Long.MAX_VALUE})
    void inputTooLargeToInventIsRefused(long length) {
        assertThatThrownBy(() -> first(Shape.of(2, length)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("input must have at most 268435456 elements to be invented")
                .hasMessageContaining("pass real samples with --data");
    }
}
