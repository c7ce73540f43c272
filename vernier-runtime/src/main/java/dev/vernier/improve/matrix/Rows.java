package dev.vernier.improve.matrix;

import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.numeric.TensorQuantizer;
import java.util.Arrays;

/**
 * Some rows that a product multiplies by its weight, row-major. The array must not be changed.
 *
 * <p>Means are weighted: {@code importance} has a number for each row, whose sum is {@code count}.
 *
 * @param values count x columns
 * @param count number of rows, possibly 0
 * @param columns length of a row
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; megabytes that nobody may copy
public record Rows(float[] values, int count, int columns) {

    public Rows {
        if (values.length != Math.multiplyExact(count, columns)) {
            throw new IllegalArgumentException(
                    "rows must fill their matrix; values=%d, count=%d, columns=%d"
                            .formatted(values.length, count, columns));
        }
    }

    /** At most so many rows, evenly spread. */
    public Rows thinned(int most) {
        if (count <= most) {
            return this;
        }
        float[] chosen = new float[most * columns];
        for (int row = 0; row < most; row++) {
            int from = (int) ((long) row * count / most);
            System.arraycopy(values, from * columns, chosen, row * columns, columns);
        }
        return new Rows(chosen, most, columns);
    }

    /** The rows with their channels multiplied; each channel has as many columns. */
    public Rows scaled(float[] factors) {
        float[] scaled = new float[values.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] =
                    values[i] * factors[(int) ((long) (i % columns) * factors.length / columns)];
        }
        return new Rows(scaled, count, columns);
    }

    /** What the rows become on a grid, equations (4) and (5). */
    public Rows onGrid(QuantizationParameters grid) {
        float[] rounded = new float[values.length];
        TensorQuantizer.perTensor(grid, count, columns)
                .fakeQuantize(0, values, 0, rounded, 0, values.length);
        return new Rows(rounded, count, columns);
    }

    /** Every row counts the same. */
    public double[] evenly() {
        double[] importance = new double[count];
        Arrays.fill(importance, 1);
        return importance;
    }

    /** Mean of each column; 0 without rows. */
    public double[] means(double[] importance) {
        double[] sums = new double[columns];
        for (int row = 0; row < count; row++) {
            int from = row * columns;
            for (int column = 0; column < columns; column++) {
                sums[column] += importance[row] * values[from + column];
            }
        }
        for (int column = 0; column < columns; column++) {
            sums[column] /= Math.max(1, count);
        }
        return sums;
    }

    /** Mean square of each column; 0 without rows. */
    public double[] secondMoments(double[] importance) {
        double[] sums = new double[columns];
        for (int row = 0; row < count; row++) {
            int from = row * columns;
            for (int column = 0; column < columns; column++) {
                double value = values[from + column];
                sums[column] += importance[row] * value * value;
            }
        }
        for (int column = 0; column < columns; column++) {
            sums[column] /= Math.max(1, count);
        }
        return sums;
    }

    /** Mean square of each column of this minus {@code other}. */
    public double[] differenceSquares(Rows other, double[] importance) {
        double[] squares = new double[columns];
        for (int row = 0; row < count; row++) {
            int from = row * columns;
            for (int column = 0; column < columns; column++) {
                double difference = values[from + column] - other.values[from + column];
                squares[column] += importance[row] * difference * difference;
            }
        }
        for (int column = 0; column < columns; column++) {
            squares[column] /= Math.max(1, count);
        }
        return squares;
    }

    /** Variance of each column of this minus {@code other}: what no bias can correct. */
    public double[] differenceVariances(Rows other, double[] importance) {
        double[] sums = new double[columns];
        double[] squares = new double[columns];
        for (int row = 0; row < count; row++) {
            int from = row * columns;
            for (int column = 0; column < columns; column++) {
                double difference = values[from + column] - other.values[from + column];
                sums[column] += importance[row] * difference;
                squares[column] += importance[row] * difference * difference;
            }
        }
        for (int column = 0; column < columns; column++) {
            double mean = sums[column] / Math.max(1, count);
            squares[column] = squares[column] / Math.max(1, count) - mean * mean;
        }
        return squares;
    }
}
