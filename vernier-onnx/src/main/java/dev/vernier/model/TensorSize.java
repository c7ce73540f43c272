package dev.vernier.model;

import dev.vernier.graph.ElementType;
import java.util.List;

/** The number of bytes that dimensions claim, overflow being a fault of the file. */
final class TensorSize {

    private TensorSize() {}

    /**
     * @throws dev.vernier.graph.ModelFormatException if the size does not fit a long
     */
    static long of(ElementType type, List<Long> dimensions, Place place) {
        return type == ElementType.STRING ? 0 : bytes(type, elements(dimensions, place), place);
    }

    /**
     * The number of elements; a zero among the dimensions makes it zero whatever the others are.
     */
    static long elements(List<Long> dimensions, Place place) {
        if (dimensions.contains(0L)) {
            return 0;
        }
        long elements = 1;
        for (long length : dimensions) {
            if (Math.multiplyHigh(elements, length) != 0 || elements * length < 0) {
                throw tooLarge(dimensions, place);
            }
            elements *= length;
        }
        return elements;
    }

    private static long bytes(ElementType type, long elements, Place place) {
        try {
            return type.bytes(elements);
        } catch (ArithmeticException e) {
            throw tooLarge(List.of(elements), place);
        }
    }

    private static RuntimeException tooLarge(List<Long> dimensions, Place place) {
        return place.refuse("tensor size must fit 63 bits; dims=" + dimensions);
    }
}
