package dev.vernier.prepare;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import java.util.List;
import java.util.Optional;

/**
 * Arithmetic on float constants, in float as the runtime does it.
 *
 * <p>Follows IEEE 754 for NaN, infinities and division by zero.
 */
final class ConstantArithmetic {

    @FunctionalInterface
    interface Unary {
        float apply(float value);
    }

    @FunctionalInterface
    interface Binary {
        float apply(float left, float right);
    }

    private ConstantArithmetic() {}

    static FoldConstants.Folder unary(Unary function) {
        return (node, inputs, dimensions) -> {
            if (!areFloats(inputs, dimensions)) {
                return Optional.empty();
            }
            float[] values = Weights.floats(inputs.get(0));
            for (int i = 0; i < values.length; i++) {
                values[i] = function.apply(values[i]);
            }
            return Optional.of(tensor(node, dimensions, values));
        };
    }

    static FoldConstants.Folder binary(Binary function) {
        return (node, inputs, dimensions) -> {
            if (inputs.size() != 2 || !areFloats(inputs, dimensions)) {
                return Optional.empty();
            }
            float[] left = Weights.floats(inputs.get(0));
            float[] right = Weights.floats(inputs.get(1));
            long[] leftSteps = steps(inputs.get(0), dimensions.size());
            long[] rightSteps = steps(inputs.get(1), dimensions.size());
            float[] values = new float[(int) elements(dimensions)];
            for (int i = 0; i < values.length; i++) {
                values[i] =
                        function.apply(
                                left[position(i, dimensions, leftSteps)],
                                right[position(i, dimensions, rightSteps)]);
            }
            return Optional.of(tensor(node, dimensions, values));
        };
    }

    /** From any float type to float; other casts are left. */
    static Optional<Tensor> cast(Node node, List<Tensor> inputs, List<Long> dimensions) {
        Tensor input = inputs.get(0);
        if (node.attribute("to", 0) != ElementType.FLOAT.code() || !input.type().isFloat()) {
            return Optional.empty();
        }
        if (input.type() == ElementType.FLOAT) {
            return ConstantMovement.reshape(node, inputs, dimensions);
        }
        return FoldConstants.fits(ElementType.FLOAT.bytes(input.elements()), inputs)
                ? Optional.of(tensor(node, dimensions, Weights.floats(input)))
                : Optional.empty();
    }

    private static boolean areFloats(List<Tensor> inputs, List<Long> dimensions) {
        return inputs.stream().allMatch(tensor -> tensor.type() == ElementType.FLOAT)
                && FoldConstants.fits(ElementType.FLOAT.bytes(elements(dimensions)), inputs);
    }

    private static long elements(List<Long> dimensions) {
        return dimensions.stream().reduce(1L, Math::multiplyExact);
    }

    /** Elements from one index to the next along each axis of the result; 0 where broadcast. */
    private static long[] steps(Tensor tensor, int rank) {
        long[] steps = new long[rank];
        long step = 1;
        for (int axis = tensor.rank() - 1; axis >= 0; axis--) {
            long length = tensor.dimensions().get(axis);
            steps[axis + rank - tensor.rank()] = length == 1 ? 0 : step;
            step *= length;
        }
        return steps;
    }

    private static int position(int index, List<Long> dimensions, long[] steps) {
        long position = 0;
        long rest = index;
        for (int axis = steps.length - 1; axis >= 0; axis--) {
            long length = dimensions.get(axis);
            position += rest % length * steps[axis];
            rest /= length;
        }
        return (int) position;
    }

    private static Tensor tensor(Node node, List<Long> dimensions, float[] values) {
        return Tensor.ofFloats(
                node.output(), dimensions.stream().mapToLong(Long::longValue).toArray(), values);
    }
}
