package dev.vernier.model;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.SparseTensor;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.TensorData.Opaque;
import java.util.List;

/** The size that dimensions claim, held against the data; overflow is a fault of the file. */
final class TensorSize {

    private TensorSize() {}

    /**
     * The size of raw data.
     *
     * @throws dev.vernier.graph.ModelFormatException if the size does not fit a long
     */
    static long of(ElementType type, List<Long> dimensions, Place place) {
        return type == ElementType.STRING ? 0 : bytes(type, elements(dimensions, place), place);
    }

    /**
     * Passes if a constant has as many elements as its dimensions say.
     *
     * @throws dev.vernier.graph.ModelFormatException if it has not
     */
    static void check(Tensor tensor, Place place) {
        long elements = elements(tensor.dimensions(), place);
        long expected;
        long actual;
        String unit;
        if (tensor.data() instanceof Opaque data) {
            expected = entries(tensor.type(), elements, place);
            actual = TensorCodec.entries(data, tensor.type());
            unit = "entries";
        } else {
            boolean text = tensor.type() == ElementType.STRING;
            expected = text ? elements : bytes(tensor.type(), elements, place);
            actual = tensor.data().size();
            unit = "bytes";
        }
        if (actual != expected) {
            throw place.refuse(
                    String.format(
                            "tensor data must have the size of its dimensions;"
                                    + " type=%s, dims=%s, %s=%d, expected=%d",
                            tensor.type(), tensor.dimensions(), unit, actual, expected));
        }
    }

    /**
     * Passes if both parts of a sparse constant have the elements that their dimensions say.
     *
     * @throws dev.vernier.graph.ModelFormatException if they have not
     */
    static void check(SparseTensor sparse, Place outer) {
        Place place = outer.in("sparse tensor", sparse.name());
        check(sparse.values(), place.in("values", ""));
        check(sparse.indices(), place.in("indices", ""));
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

    private static long entries(ElementType type, long elements, Place place) {
        try {
            return TypedData.entriesOf(type, elements);
        } catch (ArithmeticException e) {
            throw tooLarge(List.of(elements), place);
        }
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
