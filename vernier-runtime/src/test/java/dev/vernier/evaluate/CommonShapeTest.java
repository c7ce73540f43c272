package dev.vernier.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommonShapeTest {

    @Test
    void fillsUpWithZerosOnEveryAxis() {
        long[] wide = {1, 3};
        long[] tall = {2, 2};
        CommonShape common = CommonShape.of(wide, tall).orElseThrow();

        assertThat(common.place(new float[] {1, 2, 3}, wide)).containsExactly(1, 2, 3, 0, 0, 0);
        assertThat(common.place(new float[] {1, 2, 3, 4}, tall)).containsExactly(1, 2, 0, 3, 4, 0);
    }

    @Test
    void takesNothingAtAll() {
        long[] none = {0, 3};
        long[] some = {1, 3};

        CommonShape common = CommonShape.of(none, some).orElseThrow();

        assertThat(common.place(new float[0], none)).containsExactly(0, 0, 0);
    }

    @Test
    void hasNoShapeForDifferentRanks() {
        assertThat(CommonShape.of(new long[] {1}, new long[] {1, 1})).isEmpty();
    }

    @Test
    void hasNoShapeBeyondAnArray() {
        assertThat(CommonShape.of(new long[] {1 << 20, 1}, new long[] {1, 1 << 20})).isEmpty();
    }
}
