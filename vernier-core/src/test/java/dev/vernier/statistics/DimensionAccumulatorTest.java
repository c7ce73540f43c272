package dev.vernier.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DimensionAccumulatorTest {

    private static final int SEED = 5;
    private static final ModelDigest OWNER = new ModelDigest("ab".repeat(32));

    private static List<float[]> vectors() {
        Random random = new Random(SEED);
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            float wide = Float.intBitsToFloat(random.nextInt());
            vectors.add(
                    new float[] {wide, (float) random.nextGaussian(), i % 3 == 0 ? -0.0f : -i, i});
        }
        return vectors;
    }

    private static StatisticsFile statistics(List<float[]> vectors) {
        DimensionAccumulator accumulator = new DimensionAccumulator(4);
        vectors.forEach(accumulator::add);
        return accumulator.statistics(OWNER);
    }

    /** The definition: a tensor a dimension, a sample a vector, all of the same name. */
    @Test
    void equalsTheStatisticsOfATensorADimension() {
        List<float[]> vectors = vectors();
        StatisticsFile merged = new StatisticsFile(OWNER, 0, Map.of());
        for (float[] vector : vectors) {
            StatisticsAccumulator one = new StatisticsAccumulator();
            one.begin("");
            for (int d = 0; d < vector.length; d++) {
                one.add(DimensionAccumulator.name(d), new float[] {vector[d]});
            }
            merged = merged.merge(one.statistics(OWNER));
        }

        assertThat(Arrays.equals(statistics(vectors).toBytes(), merged.toBytes()))
                .as("seed %d", SEED)
                .isTrue();
    }

    @Test
    void partsMergeToTheWhole() {
        List<float[]> vectors = vectors();

        StatisticsFile parts =
                statistics(vectors.subList(100, 300)).merge(statistics(vectors.subList(0, 100)));

        assertThat(parts.toBytes()).isEqualTo(statistics(vectors).toBytes());
    }

    @Test
    void refusesAnotherLength() {
        assertThatThrownBy(() -> new DimensionAccumulator(3).add(new float[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vector must be as long as the others; length=2, others=3");
    }
}
