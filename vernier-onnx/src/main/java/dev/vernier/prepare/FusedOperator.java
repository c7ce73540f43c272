package dev.vernier.prepare;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Recognizes operators that are a pattern by themselves.
 *
 * <p>Source: ONNX operators LayerNormalization-17, Gelu-20, HardSwish-14, GroupNormalization-18,
 * InstanceNormalization-6, RMSNormalization-23, Attention-23, Swish-24, and the operators of ONNX
 * Runtime in the domain com.microsoft.
 */
final class FusedOperator implements PatternMatcher {

    private static final Map<String, PatternKind> KINDS =
            Map.ofEntries(
                    Map.entry("LayerNormalization", PatternKind.LAYER_NORMALIZATION),
                    Map.entry("GroupNormalization", PatternKind.LAYER_NORMALIZATION),
                    Map.entry("InstanceNormalization", PatternKind.LAYER_NORMALIZATION),
                    Map.entry("RMSNormalization", PatternKind.RMS_NORMALIZATION),
                    Map.entry("SimplifiedLayerNormalization", PatternKind.RMS_NORMALIZATION),
                    Map.entry("Gelu", PatternKind.GELU),
                    Map.entry("Swish", PatternKind.SILU),
                    Map.entry("HardSwish", PatternKind.HARD_SWISH),
                    Map.entry("Attention", PatternKind.ATTENTION),
                    Map.entry(
                            "com.microsoft.SkipLayerNormalization",
                            PatternKind.LAYER_NORMALIZATION),
                    Map.entry(
                            "com.microsoft.SkipSimplifiedLayerNormalization",
                            PatternKind.RMS_NORMALIZATION),
                    Map.entry("com.microsoft.Gelu", PatternKind.GELU),
                    Map.entry("com.microsoft.BiasGelu", PatternKind.GELU),
                    Map.entry("com.microsoft.FastGelu", PatternKind.GELU),
                    Map.entry("com.microsoft.QuickGelu", PatternKind.GELU),
                    Map.entry("com.microsoft.MultiHeadAttention", PatternKind.ATTENTION));

    @Override
    public Optional<Pattern> match(Node anchor, Graph graph) {
        String operator = anchor.op().isOnnx() ? anchor.op().name() : anchor.op().toString();
        return Optional.ofNullable(KINDS.get(operator))
                .map(kind -> new Pattern(kind, List.of(anchor)));
    }
}
