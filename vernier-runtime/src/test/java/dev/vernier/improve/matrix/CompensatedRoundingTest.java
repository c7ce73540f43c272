package dev.vernier.improve.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors of weights that are rounded early are made up for by those that come later. */
class CompensatedRoundingTest {

    private static final long SEED = 31;
    private static final int DEPTH = 16;
    private static final float SCALE = 0.25f;

    private final Random random = new Random(SEED);

    /** From some size on, the decomposition works in blocks. */
    @ParameterizedTest(name = "depth {0}")
    @ValueSource(ints = {1, 7, 260})
    void factorOfTheInverseIsUpperAndMultipliesToIt(int depth) {
        DMatrixRMaj root = new DMatrixRMaj(depth, depth, true, doubles(depth * depth));
        DMatrixRMaj matrix = new DMatrixRMaj(depth, depth);
        CommonOps_DDRM.multTransB(root, root, matrix);
        for (int i = 0; i < depth; i++) {
            matrix.add(i, i, 1);
        }

        DMatrixRMaj upper =
                new DMatrixRMaj(depth, depth, true, InverseCholesky.upper(matrix.data, 0.5, depth));

        for (int i = 0; i < depth; i++) {
            matrix.add(i, i, 0.5);
        }
        DMatrixRMaj inverse = new DMatrixRMaj(depth, depth);
        CommonOps_DDRM.multTransA(upper, upper, inverse);
        DMatrixRMaj identity = new DMatrixRMaj(depth, depth);
        CommonOps_DDRM.mult(matrix, inverse, identity);
        for (int i = 0; i < depth; i++) {
            for (int j = 0; j < depth; j++) {
                assertThat(identity.get(i, j))
                        .as("seed %d", SEED)
                        .isCloseTo(i == j ? 1 : 0, within(1e-9));
                if (j < i) {
                    assertThat(upper.get(i, j)).isZero();
                }
            }
        }
    }

    @Test
    void roundsBetterThanToNearestWhereColumnsAreAlike() {
        Rows rows = alike();
        CompensatedRounding rounding = CompensatedRounding.of(rows, rows.evenly(), 0, DEPTH);
        double before = 0;
        double after = 0;
        for (int channel = 0; channel < 32; channel++) {
            float[] weights = floats(DEPTH);
            float[] found = new float[DEPTH];
            rounding.round(weights, 0, SCALE, 127, found);
            double[] nearest = new double[DEPTH];
            double[] errors = new double[DEPTH];
            for (int i = 0; i < DEPTH; i++) {
                nearest[i] = weights[i] - Math.rint(weights[i] / SCALE) * SCALE;
                errors[i] = weights[i] - found[i];
                assertThat(found[i] / SCALE).isEqualTo((float) Math.rint(found[i] / SCALE));
            }
            before += rounding.outputError(nearest);
            after += rounding.outputError(errors);
        }

        assertThat(after).as("seed %d", SEED).isLessThan(0.3 * before);
    }

    @Test
    void leavesWeightsOnTheGridAlone() {
        Rows rows = alike();
        float[] weights = new float[DEPTH];
        for (int i = 0; i < DEPTH; i++) {
            weights[i] = (random.nextInt(255) - 127) * SCALE;
        }
        float[] found = new float[DEPTH];

        CompensatedRounding.of(rows, rows.evenly(), 0, DEPTH).round(weights, 0, SCALE, 127, found);

        assertThat(found).isEqualTo(weights);
    }

    /** Columns that are nearly the same in each row. */
    private Rows alike() {
        float[] values = floats(64 * DEPTH);
        for (int row = 0; row < 64; row++) {
            float common = 5 * (float) random.nextGaussian();
            for (int i = 0; i < DEPTH; i++) {
                values[row * DEPTH + i] += common;
            }
        }
        return new Rows(values, 64, DEPTH);
    }

    private float[] floats(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private double[] doubles(int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }
}
