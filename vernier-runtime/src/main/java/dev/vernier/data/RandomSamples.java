package dev.vernier.data;

import dev.vernier.graph.Dimension;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Shape;
import dev.vernier.graph.ValueInfo;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/**
 * Invented inputs, to try whether a model can be quantized at all; the ranges they give mean
 * nothing.
 *
 * <p>Floats are normally distributed, integers and booleans 0 or 1. A first axis without a length
 * has 1, any other {@value #UNKNOWN_LENGTH}. The same seed gives the same samples.
 */
final class RandomSamples implements Samples {

    static final int UNKNOWN_LENGTH = 16;

    private static final int MOST_ELEMENTS = 1 << 28;

    private final int count;
    private final long seed;

    RandomSamples(int count, long seed) {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "number of samples must be at least 1; count=" + count);
        }
        this.count = count;
        this.seed = seed;
    }

    @Override
    public SampleCursor cursor(ModelInputs inputs) {
        Random random = new Random(seed);
        return new SampleCursor() {
            private int given;

            @Override
            public Optional<Sample> next() {
                return given == count
                        ? Optional.empty()
                        : Optional.of(sample("random[" + given++ + "]", inputs, random));
            }

            @Override
            public OptionalLong size() {
                return OptionalLong.of(count);
            }

            @Override
            public void close() {}
        };
    }

    private static Sample sample(String name, ModelInputs inputs, Random random) {
        Map<String, SampleTensor> tensors = new LinkedHashMap<>();
        for (ValueInfo input : inputs.required()) {
            tensors.put(input.name(), tensor(input, random));
        }
        return new Sample(name, tensors);
    }

    private static SampleTensor tensor(ValueInfo input, Random random) {
        ElementType type =
                input.tensorType()
                        .orElseThrow(() -> new InventionException(input, "be a tensor"))
                        .elementType();
        long[] shape =
                shape(
                        input.shape()
                                .orElseThrow(
                                        () -> new InventionException(input, "have a known rank")));
        double claimed = Arrays.stream(shape).asDoubleStream().reduce(1, (a, b) -> a * b);
        if (claimed > MOST_ELEMENTS) {
            throw new InventionException(input, "have at most " + MOST_ELEMENTS + " elements");
        }
        int elements = Math.toIntExact(SampleTensor.elements(shape));
        switch (type) {
            case FLOAT -> {
                float[] values = new float[elements];
                for (int i = 0; i < elements; i++) {
                    values[i] = (float) random.nextGaussian();
                }
                return SampleTensor.ofFloats(shape, values);
            }
            case INT64 -> {
                return SampleTensor.ofLongs(shape, random.longs(elements, 0, 2).toArray());
            }
            case INT32 -> {
                return SampleTensor.ofInts(shape, random.ints(elements, 0, 2).toArray());
            }
            default -> throw new InventionException(input, "be float, int32 or int64");
        }
    }

    private static long[] shape(Shape shape) {
        long[] lengths = new long[shape.rank()];
        for (int axis = 0; axis < lengths.length; axis++) {
            lengths[axis] =
                    shape.dimension(axis) instanceof Dimension.Fixed fixed
                            ? fixed.length()
                            : axis == 0 ? 1 : UNKNOWN_LENGTH;
        }
        return lengths;
    }
}
