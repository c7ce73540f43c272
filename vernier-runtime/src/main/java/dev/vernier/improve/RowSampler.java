package dev.vernier.improve;

import dev.vernier.improve.matrix.Rows;
import java.util.Random;

/**
 * Takes rows of one tensor, spread evenly over it, each place in its stretch drawn at random.
 *
 * <p>Deterministic: the same tensor, number and seed give the same rows. Zero padding stays zero,
 * as equation (8) has it.
 */
final class RowSampler {

    private final RowSource source;
    private final int most;

    RowSampler(RowSource source, int most) {
        this.source = source;
        this.most = most;
    }

    /** At most {@code most} rows of a tensor. */
    Rows rows(float[] values, long[] shape, long seed) {
        return source.window()
                .map(window -> patches(values, shape, window, seed))
                .orElseGet(() -> matrixRows(values, shape, seed));
    }

    /** How many rows there are to take. */
    long total(float[] values, long[] shape) {
        if (source.window().isEmpty()) {
            return shape.length == 0 ? 1 : values.length / Math.max(1, shape[shape.length - 1]);
        }
        long total = shape[0];
        for (long length : source.window().get().outputs(shape)) {
            total *= length;
        }
        return total;
    }

    private Rows matrixRows(float[] values, long[] shape, long seed) {
        int columns = shape.length == 0 ? 1 : Math.toIntExact(shape[shape.length - 1]);
        long total = columns == 0 ? 0 : values.length / columns;
        long[] chosen = chosen(total, seed);
        float[] rows = new float[Math.multiplyExact(chosen.length, columns)];
        for (int row = 0; row < chosen.length; row++) {
            int from = (int) (chosen[row] * columns);
            System.arraycopy(values, from, rows, row * columns, columns);
        }
        return new Rows(rows, chosen.length, columns);
    }

    private Rows patches(float[] values, long[] shape, Window window, long seed) {
        int channels = Math.toIntExact(shape[1]);
        int columns = Math.multiplyExact(channels, window.positions());
        long[] outputs = window.outputs(shape);
        long area = 1;
        for (long length : outputs) {
            area *= length;
        }
        long[] chosen = chosen(shape[0] * area, seed);
        float[] rows = new float[Math.multiplyExact(chosen.length, columns)];
        for (int row = 0; row < chosen.length; row++) {
            long batch = chosen[row] / area;
            long[] at = Window.unravel(chosen[row] % area, outputs);
            fillPatch(values, shape, window, batch, at, rows, row * columns);
        }
        return new Rows(rows, chosen.length, columns);
    }

    /** One patch: channels outermost, then kernel positions, as a weight has them. */
    private static void fillPatch(
            float[] values,
            long[] shape,
            Window window,
            long batch,
            long[] output,
            float[] rows,
            int to) {
        int positions = window.positions();
        int channels = (int) shape[1];
        long inner = 1;
        for (int axis = 2; axis < shape.length; axis++) {
            inner *= shape[axis];
        }
        long[] kernel = window.kernel().stream().mapToLong(Long::longValue).toArray();
        for (int position = 0; position < positions; position++) {
            long offset = offset(shape, window, output, Window.unravel(position, kernel));
            for (int channel = 0; offset >= 0 && channel < channels; channel++) {
                long from = (batch * channels + channel) * inner + offset;
                rows[to + channel * positions + position] = values[(int) from];
            }
        }
    }

    /** Where a kernel position reads inside a channel; -1 in the padding. */
    private static long offset(long[] shape, Window window, long[] output, long[] tap) {
        long offset = 0;
        for (int axis = 0; axis < tap.length; axis++) {
            long length = shape[axis + 2];
            long at =
                    output[axis] * window.strides().get(axis)
                            + tap[axis] * window.dilations().get(axis)
                            - window.before(axis, length);
            if (at < 0 || at >= length) {
                return -1;
            }
            offset = offset * length + at;
        }
        return offset;
    }

    private long[] chosen(long total, long seed) {
        int number = (int) Math.min(most, total);
        long[] chosen = new long[number];
        Random random = new Random(seed);
        for (int i = 0; i < number; i++) {
            long from = total * i / number;
            long to = total * (i + 1) / number;
            chosen[i] = from + (long) (random.nextDouble() * (to - from));
        }
        return chosen;
    }
}
