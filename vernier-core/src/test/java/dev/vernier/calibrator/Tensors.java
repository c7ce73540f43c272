package dev.vernier.calibrator;

import dev.vernier.numeric.CodeBook;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.statistics.StatisticsAccumulator;
import dev.vernier.statistics.TensorStatistics;
import java.util.List;
import java.util.Random;

/** Values as tensors of networks have them, and their statistics. */
final class Tensors {

    private Tensors() {}

    /** The families of {@link #values}. */
    enum Family {
        GAUSSIAN,
        SHIFTED,
        LAPLACE,
        RELU,
        HEAVY_TAILED,
        GELU,
        UNIFORM,
        OUTLIER;

        private double value(Random random, int index) {
            double gaussian = random.nextGaussian();
            return switch (this) {
                case GAUSSIAN -> gaussian;
                case SHIFTED -> gaussian + 2;
                case LAPLACE -> StrictMath.log(1 - random.nextDouble()) * Math.signum(gaussian);
                case RELU -> Math.max(0, gaussian);
                case HEAVY_TAILED -> gaussian / Math.sqrt(random.nextDouble() + 1e-4);
                case GELU -> gaussian * 4 / (1 + StrictMath.exp(-1.702 * gaussian * 4));
                case UNIFORM -> random.nextDouble() * 3 - 1;
                case OUTLIER -> index == 0 ? 60 : gaussian;
            };
        }
    }

    static float[] values(Family family, int length, long seed) {
        Random random = new Random(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) family.value(random, i);
        }
        return values;
    }

    /** Floating formats, quantiles, powers of two, and levels that no formula gives. */
    static List<CodeBook> codeBooks() {
        return List.of(
                CodeBook.FLOAT8_E4M3FN,
                CodeBook.FLOAT8_E5M2,
                CodeBook.FLOAT4_E2M1,
                CodeBook.NF4,
                CodeBook.powersOfTwo(4),
                CodeBook.of(-0.3f, 0, 0.1f, 0.25f, 1));
    }

    static TensorStatistics statistics(float... values) {
        StatisticsAccumulator seen = new StatisticsAccumulator();
        seen.begin("sample");
        seen.add("x", values);
        return seen.statistics(new ModelDigest("0".repeat(64))).tensor("x").orElseThrow();
    }
}
