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
 * A runtime and processor that a model is quantized for.
 *
 * @param name as the command line spells it
 * @param activations scheme of values that flow between nodes, one scale a tensor
 * @param weights scheme of constants
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
        LinearScheme weights,
        long minimumOpset,
        Accumulation accumulation,
        PairPlacement placement,
        Set<Restriction> restrictions,
        Map<String, OperatorRole> operators) {

    public Target {
        restrictions = Collections.unmodifiableSet(new TreeSet<>(restrictions));
        operators = Collections.unmodifiableMap(new LinkedHashMap<>(operators));
        if (minimumOpset < 13) {
            throw new IllegalArgumentException(
                    "minimum opset must be at least 13, which brought per-channel DequantizeLinear;"
                            + " minimumOpset="
                            + minimumOpset);
        }
    }

    /** The role of a node; empty if this target has no integer kernel for it. */
    public Optional<OperatorRole> role(Node node) {
        String operator = node.op().isOnnx() ? node.op().name() : node.op().toString();
        return Optional.ofNullable(operators.get(operator)).filter(role -> role.covers(node));
    }
}
