package dev.vernier.prepare.shape;

import dev.vernier.graph.ElementType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Operators whose first output has the shape of their first input. */
final class SameShapeInference {

    private static final Stream<String> SAME_TYPE =
            Stream.of(
                    "Abs",
                    "Acos",
                    "Acosh",
                    "Asin",
                    "Asinh",
                    "Atan",
                    "Atanh",
                    "BatchNormalization",
                    "Bernoulli",
                    "BitwiseNot",
                    "Ceil",
                    "Celu",
                    "Clip",
                    "Cos",
                    "Cosh",
                    "CumSum",
                    "Dropout",
                    "Elu",
                    "Erf",
                    "Exp",
                    "Floor",
                    "Gelu",
                    "GroupNormalization",
                    "HardSigmoid",
                    "HardSwish",
                    "Hardmax",
                    "Identity",
                    "InstanceNormalization",
                    "LRN",
                    "LayerNormalization",
                    "LeakyRelu",
                    "Log",
                    "LogSoftmax",
                    "LpNormalization",
                    "MeanVarianceNormalization",
                    "Mish",
                    "Neg",
                    "RMSNormalization",
                    "Reciprocal",
                    "Relu",
                    "ReverseSequence",
                    "Round",
                    "ScatterElements",
                    "ScatterND",
                    "Selu",
                    "Shrink",
                    "Sigmoid",
                    "Sign",
                    "Sin",
                    "Sinh",
                    "Softmax",
                    "Softplus",
                    "Softsign",
                    "Sqrt",
                    "Swish",
                    "Tan",
                    "Tanh",
                    "TensorScatter",
                    "ThresholdedRelu",
                    "Trilu");

    private static final Stream<String> TRUTH = Stream.of("IsInf", "IsNaN", "Not");

    private static final Stream<String> OTHER_TYPE =
            Stream.of("CastLike", "QuantizeLinear", "DequantizeLinear", "RandomNormalLike");

    static final Map<String, Inference> TABLE =
            Stream.of(
                            SAME_TYPE.map(op -> Map.entry(op, ofType(o -> o.type(0)))),
                            TRUTH.map(
                                    op ->
                                            Map.entry(
                                                    op,
                                                    ofType(o -> Optional.of(ElementType.BOOL)))),
                            OTHER_TYPE.map(op -> Map.entry(op, ofType(o -> Optional.empty()))))
                    .flatMap(entries -> entries)
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private SameShapeInference() {}

    private static Inference ofType(Function<Operands, Optional<ElementType>> type) {
        return operands -> {
            Known known = Known.of(type.apply(operands), operands.shape(0));
            return List.of(
                    operands.node().is("Identity")
                            ? known.withElements(operands.elements(0))
                            : known);
        };
    }
}
