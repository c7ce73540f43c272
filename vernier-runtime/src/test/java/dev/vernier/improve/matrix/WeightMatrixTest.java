package dev.vernier.improve.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightMatrixTest {

    private static final int DEPTH = 5;
    private static final float SCALE = 0.07f;
    private static final int LARGEST_CODE = 7; // so that some weights are cut off

    /** All combinations of signs about the means: columns that vary independently. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void roundingErrorIsTheMeanSquareOfTheOutputsError(long seed) {
        Random random = new Random(seed);
        WeightMatrix weights = new WeightMatrix(gaussian(2 * DEPTH, random), 2, DEPTH, 1);
        float[] means = gaussian(DEPTH, random);
        float[] spreads = gaussian(DEPTH, random);
        Rows rows = rows(means, spreads);
        double[] variances = new double[DEPTH];
        double[] centres = new double[DEPTH];
        for (int i = 0; i < DEPTH; i++) {
            variances[i] = (double) spreads[i] * spreads[i];
            centres[i] = means[i];
        }
        WeightMatrix rounded = weights.onGrid(new float[] {SCALE, SCALE}, LARGEST_CODE);

        for (int channel = 0; channel < 2; channel++) {
            double squares = 0;
            for (int row = 0; row < rows.count(); row++) {
                double error =
                        weights.product(channel, rows, row) - rounded.product(channel, rows, row);
                squares += error * error;
            }
            double expected = squares / rows.count();
            assertThat(weights.roundingError(channel, SCALE, LARGEST_CODE, variances, centres))
                    .as("seed %d", seed)
                    .isCloseTo(expected, within(1e-4 * expected));
        }
    }

    private static Rows rows(float[] means, float[] spreads) {
        int count = 1 << DEPTH;
        float[] values = new float[count * DEPTH];
        for (int row = 0; row < count; row++) {
            for (int i = 0; i < DEPTH; i++) {
                int sign = ((row >> i) & 1) == 0 ? -1 : 1;
                values[row * DEPTH + i] = means[i] + sign * spreads[i];
            }
        }
        return new Rows(values, count, DEPTH);
    }

    private static float[] gaussian(int number, Random random) {
        float[] values = new float[number];
        for (int i = 0; i < number; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
