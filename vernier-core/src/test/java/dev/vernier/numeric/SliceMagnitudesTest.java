package dev.vernier.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SliceMagnitudesTest {

    private static final long SEED = 20260103;

    @Test
    void equalsTheDefinitionForEveryGranularity() {
        Random random = new Random(SEED);
        List<Granularity> granularities =
                List.of(
                        new Granularity.PerTensor(),
                        new Granularity.PerChannel(0),
                        new Granularity.PerChannel(1),
                        new Granularity.PerChannel(2),
                        new Granularity.PerBlock(1, 3));
        for (int round = 0; round < 100; round++) {
            long[] shape = {1 + random.nextInt(5), 1 + random.nextInt(9), 1 + random.nextInt(40)};
            float[] values = new float[(int) (shape[0] * shape[1] * shape[2])];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            for (Granularity granularity : granularities) {
                SliceLayout layout = granularity.layout(shape);
                float[] expected = new float[layout.slices()];
                for (int i = 0; i < values.length; i++) {
                    int slice = layout.sliceOf(i);
                    expected[slice] = Math.max(expected[slice], Math.abs(values[i]));
                }
                assertThat(SliceMagnitudes.of(layout, values))
                        .as("seed %d, round %d, %s", SEED, round, granularity)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void nonFiniteValuesShow() {
        SliceLayout rows = new Granularity.PerChannel(0).layout(3, 2);
        float infinity = Float.POSITIVE_INFINITY;

        assertThat(SliceMagnitudes.of(rows, new float[] {1, Float.NaN, -infinity, 2, -0f, 0f}))
                .containsExactly(Float.NaN, infinity, 0f);
    }

    @Test
    void otherNumberOfValuesIsRefused() {
        SliceLayout layout = new Granularity.PerTensor().layout(4);

        assertThatThrownBy(() -> SliceMagnitudes.of(layout, new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("values must be as many as the tensor's; values=3, tensor=4");
    }
}
