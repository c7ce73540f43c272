package dev.vernier.prepare.shape;

import static java.util.Map.entry;

import dev.vernier.graph.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Convolutions and pooling: a window of k moves by s over a length with padding p, and covers
 *
 * <pre>
 * floor((length + p - d (k - 1) - 1) / s) + 1
 * </pre>
 *
 * <p>Source: ONNX operators Conv-11, ConvInteger-10, ConvTranspose-11, MaxPool-12, AveragePool-11,
 * LpPool-18, GlobalAveragePool-1 and their kin. Where {@code ceil_mode} rounds up, the versions
 * disagree about the last window: not inferred.
 */
final class WindowInference {

    static final Map<String, Inference> TABLE =
            Map.ofEntries(
                    entry("Conv", o -> List.of(convolution(o, o.type(0)))),
                    entry(
                            "ConvInteger",
                            o -> List.of(convolution(o, Optional.of(ElementType.INT32)))),
                    entry("ConvTranspose", WindowInference::transposed),
                    entry("MaxPool", WindowInference::pool),
                    entry("AveragePool", WindowInference::pool),
                    entry("LpPool", WindowInference::pool),
                    entry("GlobalAveragePool", WindowInference::global),
                    entry("GlobalMaxPool", WindowInference::global),
                    entry("GlobalLpPool", WindowInference::global));

    private WindowInference() {}

    private static Known convolution(Operands operands, Optional<ElementType> type) {
        List<Expression> weight = operands.shape(1);
        List<Expression> shape = List.of(operands.shape(0).get(0), weight.get(0));
        return Known.of(type, windows(operands, shape, kernel(operands, weight)));
    }

    private static List<Long> kernel(Operands operands, List<Expression> weight) {
        Optional<List<Long>> given = operands.node().ints("kernel_shape");
        if (weight.size() < 2) {
            throw new NotProven("weight must have channels of both sides");
        }
        return given.isPresent()
                ? given.get()
                : weight.subList(2, weight.size()).stream()
                        .map(
                                length ->
                                        length.constant()
                                                .orElseThrow(
                                                        () ->
                                                                new NotProven(
                                                                        "kernel must be known")))
                        .toList();
    }

    private static List<Known> pool(Operands operands) {
        List<Expression> input = operands.shape(0);
        List<Long> kernel =
                operands.node()
                        .ints("kernel_shape")
                        .orElseThrow(() -> new NotProven("kernel must be given"));
        List<Expression> shape = windows(operands, input.subList(0, 2), kernel);
        return List.of(Known.of(operands.type(0), shape), Known.of(ElementType.INT64, shape));
    }

    private static List<Expression> windows(
            Operands operands, List<Expression> head, List<Long> kernel) {
        List<Expression> input = operands.shape(0);
        if (input.size() != kernel.size() + 2) {
            throw new NotProven("kernel must have the rank of the input; kernel=" + kernel);
        }
        List<Expression> shape = new ArrayList<>(head);
        for (int axis = 0; axis < kernel.size(); axis++) {
            Window window = Window.of(operands.node(), kernel, axis);
            int at = axis + 2;
            shape.add(window.over(input.get(at)).orElseGet(() -> operands.unknown(at)));
        }
        return shape;
    }

    private static List<Known> transposed(Operands operands) {
        List<Expression> input = operands.shape(0);
        List<Expression> weight = operands.shape(1);
        List<Long> kernel = kernel(operands, weight);
        if (input.size() != kernel.size() + 2) {
            throw new NotProven("kernel must have the rank of the input; kernel=" + kernel);
        }
        List<Expression> shape = new ArrayList<>();
        shape.add(input.get(0));
        shape.add(weight.get(1).times(operands.node().attribute("group", 1)));
        for (int axis = 0; axis < kernel.size(); axis++) {
            Window window = Window.of(operands.node(), kernel, axis);
            int at = axis + 2;
            Optional<List<Long>> fixed = operands.node().ints("output_shape");
            shape.add(
                    fixed.isPresent()
                            ? Expression.of(
                                    fixed.get().get(fixed.get().size() - kernel.size() + axis))
                            : window.under(input.get(at)).orElseGet(() -> operands.unknown(at)));
        }
        return List.of(Known.of(operands.type(0), shape));
    }

    private static List<Known> global(Operands operands) {
        List<Expression> shape = new ArrayList<>(operands.shape(0).subList(0, 2));
        while (shape.size() < operands.shape(0).size()) {
            shape.add(Expression.ONE);
        }
        return List.of(Known.of(operands.type(0), shape));
    }
}
