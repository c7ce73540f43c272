package dev.vernier.numeric;

import java.util.Arrays;

/** Products over the dimensions of a row-major shape, refused where they overflow. */
final class Shape {

    private Shape() {}

    static void checkAxis(int axis) {
        if (axis < 0) {
            throw new IllegalArgumentException("axis must be at least 0; axis=" + axis);
        }
    }

    static long elements(long... shape) {
        return product(0, shape.length, shape);
    }

    static long before(int axis, long... shape) {
        return product(0, checkedAxis(axis, shape), shape);
    }

    static long at(int axis, long... shape) {
        return product(checkedAxis(axis, shape), axis + 1, shape);
    }

    static long after(int axis, long... shape) {
        return product(checkedAxis(axis, shape) + 1, shape.length, shape);
    }

    private static int checkedAxis(int axis, long... shape) {
        if (axis >= shape.length) {
            throw new IllegalArgumentException(
                    "axis must be one of the shape; axis="
                            + axis
                            + ", shape="
                            + Arrays.toString(shape));
        }
        return axis;
    }

    private static long product(int from, int to, long... shape) {
        long product = 1;
        for (int axis = from; axis < to; axis++) {
            if (shape[axis] < 0) {
                throw new IllegalArgumentException(
                        "dimensions must be at least 0; shape=" + Arrays.toString(shape));
            }
            try {
                product = Math.multiplyExact(product, shape[axis]);
            } catch (ArithmeticException overflow) {
                throw new IllegalArgumentException(
                        "elements must be fewer than 2^63; shape=" + Arrays.toString(shape),
                        overflow);
            }
        }
        return product;
    }
}
