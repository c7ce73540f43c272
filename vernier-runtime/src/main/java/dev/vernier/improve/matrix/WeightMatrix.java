package dev.vernier.improve.matrix;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Weights of a product, one row an output channel. The array must not be changed.
 *
 * @param values channels x depth
 * @param channels output channels
 * @param depth weights of a channel
 * @param groups channels of group g see columns g x depth to (g + 1) x depth of the rows
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; megabytes that nobody may copy
public record WeightMatrix(float[] values, int channels, int depth, int groups) {

    /** Rows with less than this share of the mean output count as if they had it. */
    private static final double LEAST_ENERGY = 0.01;

    public WeightMatrix {
        if (values.length != Math.multiplyExact(channels, depth) || channels % groups != 0) {
            throw new IllegalArgumentException(
                    "weights must fill their matrix; values=%d, channels=%d, depth=%d, groups=%d"
                            .formatted(values.length, channels, depth, groups));
        }
    }

    /** The other way round: a matrix of {@code rows} x {@code columns} by columns. */
    public static float[] transposed(float[] values, int rows, int columns) {
        float[] result = new float[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                result[column * rows + row] = values[row * columns + column];
            }
        }
        return result;
    }

    /** The first column of the rows that a channel sees. */
    public int firstColumn(int channel) {
        return channel / (channels / groups) * depth;
    }

    /** The column of the rows that a weight meets, by its index. */
    public int column(int index) {
        return firstColumn(index / depth) + index % depth;
    }

    /** The largest |w|. */
    public float largest() {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /** Columns that the rows have. */
    public int columns() {
        return depth * groups;
    }

    /** The largest |w| of a channel. */
    public float largest(int channel) {
        float largest = 0;
        for (int i = channel * depth; i < (channel + 1) * depth; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
        }
        return largest;
    }

    /** What the product gives for each channel of one row of values. */
    public double[] times(double[] row) {
        double[] products = new double[channels];
        for (int channel = 0; channel < channels; channel++) {
            int from = channel * depth;
            int first = firstColumn(channel);
            double sum = 0;
            for (int i = 0; i < depth; i++) {
                sum += values[from + i] * row[first + i];
            }
            products[channel] = sum;
        }
        return products;
    }

    /** What the product gives for a channel of one row. */
    public double product(int channel, Rows rows, int row) {
        int from = channel * depth;
        int at = row * rows.columns() + firstColumn(channel);
        double sum = 0;
        for (int i = 0; i < depth; i++) {
            sum += (double) values[from + i] * rows.values()[at + i];
        }
        return sum;
    }

    /** Σ w² over the channels, for each column of the rows: how far an error there carries. */
    public double[] columnEnergies() {
        double[] energies = new double[columns()];
        for (int channel = 0; channel < channels; channel++) {
            int from = channel * depth;
            int first = firstColumn(channel);
            for (int i = 0; i < depth; i++) {
                double weight = values[from + i];
                energies[first + i] += weight * weight;
            }
        }
        return energies;
    }

    /** What the weights become in integers of the narrow range, back as floats. */
    public WeightMatrix onGrid(float[] scales, int largestCode) {
        float[] rounded = new float[values.length];
        for (int channel = 0; channel < channels; channel++) {
            int from = channel * depth;
            float scale = scales[channel];
            for (int i = from; i < from + depth; i++) {
                double code = Math.rint(values[i] / scale);
                rounded[i] = (float) Math.max(-largestCode, Math.min(largestCode, code)) * scale;
            }
        }
        return new WeightMatrix(rounded, channels, depth, groups);
    }

    /**
     * The error that rounding adds to a channel's output, squared: Σ m (w - ŵ)².
     *
     * @param moments mean square of each column of the rows
     */
    public double roundingError(int channel, float scale, int largestCode, double[] moments) {
        int from = channel * depth;
        int first = firstColumn(channel);
        double sum = 0;
        for (int i = 0; i < depth; i++) {
            float weight = values[from + i];
            double code = Math.rint(weight / scale);
            double clamped = Math.max(-largestCode, Math.min(largestCode, code));
            double error = weight - (float) clamped * scale;
            sum += moments[first + i] * error * error;
        }
        return sum;
    }

    /** In four sums, which the processor adds at the same time; always the same ones. */
    private static double dot(float[] a, float[] b, int from) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            s0 += a[i] * b[from + i];
            s1 += a[i + 1] * b[from + i + 1];
            s2 += a[i + 2] * b[from + i + 2];
            s3 += a[i + 3] * b[from + i + 3];
        }
        for (; i < a.length; i++) {
            s0 += a[i] * b[from + i];
        }
        return s0 + s1 + s2 + s3;
    }

    /**
     * How much each row counts: the inverse of what its output amounts to, which is what a
     * normalization of each row behind the layer makes of an error. Their sum is the number of
     * rows.
     */
    public double[] importance(Rows rows) {
        double[] energies = columnEnergies();
        double[] importance = new double[rows.count()];
        double sum = 0;
        for (int row = 0; row < importance.length; row++) {
            double energy = 0;
            for (int i = 0; i < energies.length; i++) {
                double value = rows.values()[row * energies.length + i];
                energy += energies[i] * value * value;
            }
            importance[row] = energy;
            sum += energy;
        }
        double least = sum / Math.max(1, importance.length) * LEAST_ENERGY;
        double total = 0;
        for (int row = 0; row < importance.length; row++) {
            importance[row] = sum > 0 ? 1 / Math.max(importance[row], least) : 1;
            total += importance[row];
        }
        for (int row = 0; row < importance.length; row++) {
            importance[row] *= importance.length / total;
        }
        return importance;
    }

    /** Σ over rows and channels of the squared difference of the outputs of two weights. */
    public double outputDifference(WeightMatrix other, Rows rows, double[] importance) {
        double[] each =
                IntStream.range(0, channels)
                        .parallel()
                        .mapToDouble(channel -> outputDifference(other, rows, importance, channel))
                        .toArray();
        double sum = 0; // in the order of the channels, whatever the threads
        for (double channel : each) {
            sum += channel;
        }
        return sum;
    }

    /**
     * The share of channels that are lost: the mean of noise to variance, each at most 1.
     *
     * @param rounded these weights as quantized
     * @param rows what they multiply
     * @param onGrid the same rows as quantized
     * @param rounding variance that is added to each channel's noise
     */
    public double lostChannels(WeightMatrix rounded, Rows rows, Rows onGrid, double rounding) {
        double lost = 0;
        for (int channel = 0; channel < channels; channel++) {
            float[] exact = Arrays.copyOfRange(values, channel * depth, (channel + 1) * depth);
            float[] coded =
                    Arrays.copyOfRange(rounded.values, channel * depth, (channel + 1) * depth);
            int first = firstColumn(channel);
            double sum = 0;
            double squares = 0;
            double errorSum = 0;
            double errorSquares = 0;
            for (int row = 0; row < rows.count(); row++) {
                int at = row * rows.columns() + first;
                double product = dot(exact, rows.values(), at);
                double error = dot(coded, onGrid.values(), at) - product;
                sum += product;
                squares += product * product;
                errorSum += error;
                errorSquares += error * error;
            }
            double variance = squares - sum * sum / rows.count();
            double noise = errorSquares - errorSum * errorSum / rows.count();
            noise += rounding * rows.count();
            lost += variance > noise ? noise / variance : noise > 0 ? 1 : 0;
        }
        return lost / channels;
    }

    private double outputDifference(
            WeightMatrix other, Rows rows, double[] importance, int channel) {
        int from = channel * depth;
        int first = firstColumn(channel);
        float[] difference = new float[depth];
        for (int i = 0; i < depth; i++) {
            difference[i] = values[from + i] - other.values[from + i];
        }
        double total = 0;
        for (int row = 0; row < rows.count(); row++) {
            int at = row * rows.columns() + first;
            double sum = dot(difference, rows.values(), at);
            total += importance[row] * sum * sum;
        }
        return total;
    }
}
