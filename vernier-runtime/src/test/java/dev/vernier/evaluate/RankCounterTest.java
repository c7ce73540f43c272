package dev.vernier.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.graph.ElementType;
import dev.vernier.runner.RunTensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RankCounterTest {

    private final RankCounter counter = new RankCounter();

    @Test
    void largestElementStaysFirstOrAmongFive() {
        add(new long[] {1, 6}, row(9, 1, 1, 1, 1, 1), row(9, 8, 8, 8, 8, 8)); // first
        add(new long[] {1, 6}, row(9, 1, 1, 1, 1, 1), row(4, 8, 8, 8, 8, 0)); // fifth
        add(new long[] {1, 6}, row(9, 1, 1, 1, 1, 1), row(0, 8, 8, 8, 8, 8)); // sixth
        add(new long[] {1, 6}, row(1, 1, 1, 1, 1, 9), row(2, 1, 1, 1, 1, 3)); // first

        assertThat(counter.agreement()).contains(new RankAgreement("y", 4, 0.5, 0.75));
    }

    @Test
    void ofEqualValuesTheFirstWins() {
        add(new long[] {2, 2}, row(5, 5, 3, 3), row(7, 7, 1, 2));

        assertThat(counter.agreement()).contains(new RankAgreement("y", 2, 0.5, 1));
    }

    @Test
    void axesOfOneBehindTheClassesDoNotMatter() {
        add(new long[] {2, 2, 1, 1}, row(5, 4, 3, 3), row(7, 6, 1, 2));

        assertThat(counter.agreement()).contains(new RankAgreement("y", 2, 0.5, 1));
    }

    @Test
    void otherShapesAreNotCounted() {
        add(new long[] {4}, row(1, 2, 3, 4), row(1, 2, 3, 4));
        add(new long[] {4, 1}, row(1, 2, 3, 4), row(1, 2, 3, 4));
        add(new long[] {1, 2, 2}, row(1, 2, 3, 4), row(1, 2, 3, 4));

        assertThat(counter.agreement()).isEmpty();
    }

    private void add(long[] shape, float[] expected, float[] actual) {
        counter.add(
                new ModelPair.Outputs(
                        Map.of("y", tensor(shape, expected)), Map.of("y", tensor(shape, actual))));
    }

    private static RunTensor tensor(long[] shape, float... values) {
        return RunTensor.ofFloats(ElementType.FLOAT, shape, values);
    }

    private static float[] row(float... values) {
        return values;
    }
}
