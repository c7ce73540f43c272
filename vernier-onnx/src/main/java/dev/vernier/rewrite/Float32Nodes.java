package dev.vernier.rewrite;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import dev.vernier.plan.ActivationPlan;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.prepare.PatternKind;
import dev.vernier.prepare.Patterns;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The nodes that must go on computing in float32 where all else runs in float16, whose largest
 * number is 65504 and whose smallest normal one 0.00006:
 *
 * <pre>
 * Pow, ReduceSumSquare, ReduceL2, ReduceProd     squares of 256 are too large
 * ReduceSum, ReduceL1, CumSum                    long sums are too large
 * Exp, ReduceLogSumExp                           too large from 11.1 on
 * Range, NonMaxSuppression                       ONNX has no float16 for them
 * of any other domain than ONNX                  nobody knows
 * decomposed LayerNorm, RMSNorm                  squares, and a sum with an epsilon that vanishes
 * next to a value whose range is beyond 65504    it would be infinite
 * with a scalar constant below 0.00006           it would vanish: an epsilon
 * </pre>
 */
final class Float32Nodes {

    /** The largest finite float16. */
    static final float LARGEST = 65504f;

    private static final float SMALLEST_NORMAL = 0x1p-14f;

    private static final Set<String> OPERATORS =
            Set.of(
                    "Pow",
                    "ReduceSumSquare",
                    "ReduceL2",
                    "ReduceProd",
                    "ReduceSum",
                    "ReduceL1",
                    "CumSum",
                    "Exp",
                    "ReduceLogSumExp",
                    "Range",
                    "NonMaxSuppression");

    private static final Set<PatternKind> PATTERNS =
            EnumSet.of(PatternKind.LAYER_NORMALIZATION, PatternKind.RMS_NORMALIZATION);

    private Float32Nodes() {}

    static Set<Node> of(Graph graph, QuantizationPlan plan) {
        Set<String> beyond = new HashSet<>();
        for (ActivationPlan activation : plan.activations().values()) {
            if (activation.range().largestMagnitude() > LARGEST) {
                beyond.add(activation.value());
            }
        }
        Patterns patterns = Patterns.of(graph);
        Set<Node> kept = new LinkedHashSet<>();
        for (Node node : graph.nodes()) {
            boolean pattern =
                    patterns.around(node)
                            .filter(found -> PATTERNS.contains(found.kind()))
                            .filter(found -> found.nodes().size() > 1)
                            .isPresent();
            boolean outOfRange =
                    node.inputs().stream().anyMatch(beyond::contains)
                            || node.outputs().stream().anyMatch(beyond::contains);
            if (!node.op().isOnnx()
                    || OPERATORS.contains(node.op().name())
                    || pattern
                    || outOfRange
                    || hasVanishingConstant(node, graph)) {
                kept.add(node);
            }
        }
        return kept;
    }

    private static boolean hasVanishingConstant(Node node, Graph graph) {
        return !node.is("QuantizeLinear")
                && !node.is("DequantizeLinear")
                && node.inputs().stream()
                        .flatMap(input -> graph.constant(input).stream())
                        .anyMatch(Float32Nodes::vanishes);
    }

    private static boolean vanishes(Tensor constant) {
        if (constant.type() != ElementType.FLOAT || constant.elements() != 1) {
            return false;
        }
        float value = Math.abs(Weights.floats(constant)[0]);
        return value > 0 && value < SMALLEST_NORMAL;
    }
}
