package dev.vernier.data;

import dev.vernier.graph.ElementType;

/** The conversions of sample data that keep what it means. */
final class Casts {

    private Casts() {}

    /** Whether {@link #cast} converts from one type to the other. */
    static boolean isSafe(ElementType from, ElementType to) {
        return switch (to) {
            case FLOAT -> from == ElementType.DOUBLE || from == ElementType.FLOAT16;
            case INT64 -> from == ElementType.INT32;
            case INT32 -> from == ElementType.INT64;
            default -> false;
        };
    }

    /**
     * The tensor in another type. Doubles are rounded to nearest.
     *
     * @throws ArithmeticException if an int64 does not fit an int32
     */
    static SampleTensor cast(SampleTensor tensor, ElementType to) {
        return switch (to) {
            case FLOAT -> SampleTensor.ofFloats(tensor.shape(), tensor.floats());
            case INT64 -> SampleTensor.ofLongs(tensor.shape(), tensor.longs());
            case INT32 -> {
                long[] values = tensor.longs();
                int[] narrow = new int[values.length];
                for (int i = 0; i < narrow.length; i++) {
                    narrow[i] = Math.toIntExact(values[i]);
                }
                yield SampleTensor.ofInts(tensor.shape(), narrow);
            }
            default -> throw new IllegalArgumentException("cast must be safe; to=" + to);
        };
    }
}
