package dev.vernier.target;

import dev.vernier.graph.Node;
import dev.vernier.numeric.LinearScheme;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A runtime and processor that a model is quantized for. Immutable.
 *
 * <p>Those of the product are in {@link Targets}; {@link TargetJson} writes and reads them as
 * files.
 *
 * @param name as the command line spells it
 * @param activations scheme of values that flow between nodes, one scale a tensor
 * @param wide 16-bit types that a value can be given instead
 * @param weights scheme of constants; int8, symmetric, narrow
 * @param granularity the finest scales of weights
 * @param biases how the bias of a product in integers is stored
 * @param remainder what the nodes that stay in float can run in; float32 among them
 * @param minimumOpset the operator set that the written Q/DQ need
 * @param accumulation how its kernels add up products
 * @param placement where it wants Q/DQ
 * @param restrictions products that stay in float although it has a kernel
 * @param operators operator name, after its domain and a dot where that is not the default one ->
 *     its role; insertion-ordered
 */
public record Target(
        String name,
        LinearScheme activations,
        WideActivations wide,
        LinearScheme weights,
        WeightGranularity granularity,
        BiasForm biases,
        Set<FloatType> remainder,
        long minimumOpset,
        Accumulation accumulation,
        PairPlacement placement,
        Set<Restriction> restrictions,
        Map<String, OperatorRole> operators) {

    public Target {
        remainder = Collections.unmodifiableSet(new TreeSet<>(remainder));
        restrictions = Collections.unmodifiableSet(new TreeSet<>(restrictions));
        operators = Collections.unmodifiableMap(new LinkedHashMap<>(operators));
        if (minimumOpset < 13) {
            throw new IllegalArgumentException(
                    "minimum opset must be at least 13, which brought per-channel DequantizeLinear;"
                            + " minimumOpset="
                            + minimumOpset);
        }
        if (activations.type().bits() == 16 && minimumOpset < WideActivations.OPSET) {
            throw new IllegalArgumentException(
                    "minimum opset must be at least %d for 16-bit activations; minimumOpset=%d"
                            .formatted(WideActivations.OPSET, minimumOpset));
        }
        if (!weights.equals(LinearScheme.INT8_SYMMETRIC_NARROW)) {
            throw new IllegalArgumentException(
                    "weights must be int8, symmetric and narrow; weights=" + weights);
        }
        if (!remainder.contains(FloatType.FLOAT32)) {
            throw new IllegalArgumentException(
                    "remainder must have float32; remainder=" + remainder);
        }
        if (remainder.contains(FloatType.FLOAT16) && biases == BiasForm.INT32) {
            throw new IllegalArgumentException(
                    "biases must be float where the remainder may be float16, in which their scales"
                            + " are not exact; biases="
                            + biases.id());
        }
    }

    /** The role of a node; empty if this target has no integer kernel for it. */
    public Optional<OperatorRole> role(Node node) {
        String operator = node.op().isOnnx() ? node.op().name() : node.op().toString();
        return Optional.ofNullable(operators.get(operator)).filter(role -> role.covers(node));
    }
}
