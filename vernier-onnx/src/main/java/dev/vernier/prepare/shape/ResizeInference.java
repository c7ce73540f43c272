package dev.vernier.prepare.shape;

import static java.util.Map.entry;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.model.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Resize and Upsample: lengths asked for, or factors that make whole lengths of whole lengths.
 *
 * <p>Source: ONNX operators Resize-10 to -19, Upsample-7 and -9.
 */
final class ResizeInference {

    static final Map<String, Inference> TABLE =
            Map.ofEntries(
                    entry("Resize", ResizeInference::resize),
                    entry("Upsample", o -> scaled(o, factors(o, 1))));

    private ResizeInference() {}

    private static List<Known> resize(Operands operands) {
        boolean stretches =
                operands.node().attribute("keep_aspect_ratio_policy", "stretch").equals("stretch");
        if (!stretches || operands.node().attribute("axes").isPresent()) {
            throw new NotProven("only a Resize that stretches all axes is followed");
        }
        if (operands.opset() < 11) {
            return scaled(operands, factors(operands, 1));
        }
        return operands.has(3) ? sized(operands) : scaled(operands, factors(operands, 2));
    }

    private static List<Known> sized(Operands operands) {
        int rank = operands.shape(0).size();
        List<Optional<Expression>> sizes =
                operands.elements(3)
                        .filter(all -> all.size() == rank)
                        .orElseThrow(() -> new NotProven("sizes must be one an axis"));
        List<Expression> shape = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            int at = axis;
            shape.add(sizes.get(axis).orElseGet(() -> operands.unknown(at)));
        }
        return List.of(Known.of(operands.type(0), shape));
    }

    private static List<Float> factors(Operands operands, int index) {
        if (operands.node().attribute("scales").orElse(null) instanceof Attribute.Floats given) {
            return given.values();
        }
        float[] values =
                operands.constant(index)
                        .filter(tensor -> tensor.type() == ElementType.FLOAT)
                        .filter(tensor -> tensor.elements() <= Known.MOST_ELEMENTS)
                        .map(Weights::floats)
                        .orElseThrow(() -> new NotProven("scales must be constant"));
        List<Float> factors = new ArrayList<>();
        for (float value : values) {
            factors.add(value);
        }
        return factors;
    }

    private static List<Known> scaled(Operands operands, List<Float> factors) {
        List<Expression> input = operands.shape(0);
        if (factors.size() != input.size()) {
            throw new NotProven("scales must be one an axis; scales=" + factors);
        }
        List<Expression> shape = new ArrayList<>();
        for (int axis = 0; axis < input.size(); axis++) {
            int at = axis;
            shape.add(
                    times(input.get(axis), factors.get(axis))
                            .orElseGet(() -> operands.unknown(at)));
        }
        return List.of(Known.of(operands.type(0), shape));
    }

    private static Optional<Expression> times(Expression length, float factor) {
        long whole = (long) factor;
        return whole == factor && whole > 0 ? Optional.of(length.times(whole)) : Optional.empty();
    }
}
