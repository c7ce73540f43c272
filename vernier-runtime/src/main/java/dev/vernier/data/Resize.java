package dev.vernier.data;

import dev.vernier.model.Limit;
import java.util.ArrayList;
import java.util.List;

/**
 * Resizing as Pillow does it, bit by bit: rows first, then columns, each output a weighted sum in
 * fixed point with 22 bits after the point, rounded to a byte in between.
 *
 * <p>Source: {@code Resample.c} of Pillow 12.0; version 13 may take columns first, which changes
 * the last bit of some pixels. Models trained behind Pillow or torchvision expect its antialiased
 * pixels; resizing without antialiasing moves activations, and so ranges.
 */
final class Resize {

    private static final int PRECISION_BITS = 22;
    private static final int HALF = 1 << (PRECISION_BITS - 1);

    /** What one output is made of: inputs from {@code first} on, weights in fixed point. */
    private static final class Taps {

        private final int first;
        private final int[] weights;

        Taps(int first, int[] weights) {
            this.first = first;
            this.weights = weights;
        }
    }

    private Resize() {}

    /**
     * The image at another size.
     *
     * @throws DataException if that, or what stands in between, is too large
     */
    static Pixels to(Pixels image, int width, int height, ResizeFilter filter) {
        long pixels = (long) width * Math.max(height, image.height());
        if (Limit.IMAGE_PIXELS.isExceededBy(pixels)) {
            throw new DataException(
                    "resized image must have at most %d pixels; from %d x %d to %d x %d; %s"
                            .formatted(
                                    Limit.IMAGE_PIXELS.value(),
                                    image.width(),
                                    image.height(),
                                    width,
                                    height,
                                    Limit.IMAGE_PIXELS.remedy()));
        }
        Pixels wide = width == image.width() ? image : rows(image, width, filter);
        return height == wide.height() ? wide : columns(wide, height, filter);
    }

    private static Pixels rows(Pixels image, int width, ResizeFilter filter) {
        List<Taps> taps = taps(image.width(), width, filter);
        byte[] out = new byte[Pixels.CHANNELS * width * image.height()];
        int to = 0;
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < width; x++) {
                Taps tap = taps.get(x);
                for (int channel = 0; channel < Pixels.CHANNELS; channel++) {
                    int sum = HALF;
                    for (int i = 0; i < tap.weights.length; i++) {
                        sum += tap.weights[i] * image.at(tap.first + i, y, channel);
                    }
                    out[to++] = clamp(sum);
                }
            }
        }
        return new Pixels(width, image.height(), out);
    }

    private static Pixels columns(Pixels image, int height, ResizeFilter filter) {
        List<Taps> taps = taps(image.height(), height, filter);
        byte[] out = new byte[Pixels.CHANNELS * image.width() * height];
        int to = 0;
        for (int y = 0; y < height; y++) {
            Taps tap = taps.get(y);
            for (int x = 0; x < image.width(); x++) {
                for (int channel = 0; channel < Pixels.CHANNELS; channel++) {
                    int sum = HALF;
                    for (int i = 0; i < tap.weights.length; i++) {
                        sum += tap.weights[i] * image.at(x, tap.first + i, channel);
                    }
                    out[to++] = clamp(sum);
                }
            }
        }
        return new Pixels(image.width(), height, out);
    }

    private static byte clamp(int sum) {
        return (byte) Math.max(0, Math.min(255, sum >> PRECISION_BITS));
    }

    private static List<Taps> taps(int from, int to, ResizeFilter filter) {
        double scale = (double) from / to;
        double reduction = Math.max(1, scale);
        double support = filter.support() * reduction;
        List<Taps> taps = new ArrayList<>(to);
        for (int out = 0; out < to; out++) {
            double center = (out + 0.5) * scale;
            int start = Math.max(0, (int) (center - support + 0.5));
            int end = Math.min(from, (int) (center + support + 0.5));
            taps.add(new Taps(start, normalize(start, end, center, reduction, filter)));
        }
        return taps;
    }

    private static int[] normalize(
            int start, int end, double center, double reduction, ResizeFilter filter) {
        double[] weights = new double[end - start];
        double inverse = 1.0 / reduction;
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = filter.weight((i + start - center + 0.5) * inverse);
            sum += weights[i];
        }
        int[] fixedPoint = new int[weights.length];
        for (int i = 0; i < weights.length; i++) {
            double scaled = (sum == 0 ? weights[i] : weights[i] / sum) * (1 << PRECISION_BITS);
            fixedPoint[i] = (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
        }
        return fixedPoint;
    }
}
