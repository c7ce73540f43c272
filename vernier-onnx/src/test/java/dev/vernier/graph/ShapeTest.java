package dev.vernier.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShapeTest {

    @Test
    void elementsAreKnownOnlyIfTheyFit() {
        assertThat(Shape.SCALAR.elements()).hasValue(1);
        assertThat(Shape.of(2, 3).elements()).hasValue(6);
        assertThat(new Shape(List.of(Dimension.of(2), Dimension.named("n"))).elements()).isEmpty();
        assertThat(new Shape(List.of(Dimension.of(0), Dimension.named("n"))).elements()).isEmpty();
        assertThat(Shape.of(1L << 32, 1L << 32).elements()).isEmpty();
        assertThat(Shape.of(1L << 40, 1L << 40, 0).elements()).hasValue(0);
        assertThat(Shape.of(Long.MAX_VALUE).elements()).hasValue(Long.MAX_VALUE);
    }

    @Test
    void negativeAxesCountFromTheLast() {
        assertThat(Shape.of(2, 3).length(-1)).hasValue(3);
        assertThat(new Shape(List.of(Dimension.UNKNOWN)).length(0)).isEmpty();
    }

    @Test
    void tensorHasTheElementsOfItsDimensions() {
        assertThat(Tensor.ofFloats("t", new long[] {0, 1L << 40, 1L << 40}).elements()).isZero();
        assertThatThrownBy(() -> Tensor.ofFloats("t", new long[] {2}, 1f))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tensor data must have the size of its dimensions");
    }

    @Test
    void bytesRoundUp() {
        assertThat(ElementType.INT4.bytes(3)).isEqualTo(2);
        assertThat(ElementType.INT2.bytes(5)).isEqualTo(2);
        assertThat(ElementType.DOUBLE.bytes(3)).isEqualTo(24);
        assertThat(ElementType.ofCode(0)).isEmpty();
        assertThat(ElementType.ofCode(-1)).isEmpty();
        assertThat(ElementType.ofCode(27)).isEmpty();
        for (ElementType type : ElementType.values()) {
            assertThat(ElementType.ofCode(type.code())).contains(type);
        }
    }
}
