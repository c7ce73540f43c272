package dev.vernier.data;

/**
 * How a resized pixel is made of the old ones: a weight by distance, widened by the factor of
 * reduction, so that every old pixel counts (antialiasing).
 *
 * <p>Source: Pillow's {@code Image.resize}, whose results these are.
 */
public enum ResizeFilter {
    /** A triangle. */
    BILINEAR(1) {
        @Override
        double weight(double distance) {
            double x = Math.abs(distance);
            return x < 1 ? 1 - x : 0;
        }
    },

    /** Keys' cubic convolution with a = -0.5. */
    BICUBIC(2) {
        @Override
        double weight(double distance) {
            double a = -0.5;
            double x = Math.abs(distance);
            if (x < 1) {
                return ((a + 2) * x - (a + 3)) * x * x + 1;
            }
            return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
        }
    };

    private final double support;

    ResizeFilter(double support) {
        this.support = support;
    }

    /** The distance from which on weights are 0. */
    double support() {
        return support;
    }

    /** The weight of a pixel at this distance, in pixels of the smaller grid. */
    abstract double weight(double distance);
}
