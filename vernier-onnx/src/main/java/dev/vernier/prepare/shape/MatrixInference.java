package dev.vernier.prepare.shape;

import static java.util.Map.entry;

import dev.vernier.graph.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Matrix products.
 *
 * <p>Source: ONNX operators MatMul-13, MatMulInteger-10, Gemm-13.
 */
final class MatrixInference {

    static final Map<String, Inference> TABLE =
            Map.ofEntries(
                    entry("MatMul", o -> List.of(product(o, o.type(0)))),
                    entry(
                            "MatMulInteger",
                            o -> List.of(product(o, Optional.of(ElementType.INT32)))),
                    entry("Gemm", MatrixInference::gemm));

    private MatrixInference() {}

    private static Known product(Operands operands, Optional<ElementType> type) {
        List<Expression> left = operands.shape(0);
        List<Expression> right = operands.shape(1);
        if (left.isEmpty() || right.isEmpty()) {
            throw new NotProven("factors must have axes");
        }
        List<Expression> shape = new ArrayList<>(Lengths.broadcast(batch(left), batch(right)));
        if (left.size() > 1) {
            shape.add(left.get(left.size() - 2));
        }
        if (right.size() > 1) {
            shape.add(right.get(right.size() - 1));
        }
        return Known.of(type, shape);
    }

    private static List<Expression> batch(List<Expression> shape) {
        return shape.subList(0, Math.max(0, shape.size() - 2));
    }

    private static List<Known> gemm(Operands operands) {
        List<Expression> left = operands.shape(0);
        List<Expression> right = operands.shape(1);
        if (left.size() != 2 || right.size() != 2) {
            throw new NotProven("factors must be matrices");
        }
        boolean leftTurned = operands.node().attribute("transA", 0) != 0;
        boolean rightTurned = operands.node().attribute("transB", 0) != 0;
        return List.of(
                Known.of(
                        operands.type(0),
                        List.of(left.get(leftTurned ? 1 : 0), right.get(rightTurned ? 0 : 1))));
    }
}
