package dev.vernier.target;

import dev.vernier.numeric.IntegerType;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The 16-bit types that a single value can have instead of the type of all others, and the
 * operators with an integer kernel that reads them.
 *
 * @param types int16, uint16 or both; empty if the runtime has none
 * @param operators names in the default domain; a node of another operator cannot read the value in
 *     integers
 */
public record WideActivations(Set<IntegerType> types, Set<String> operators) {

    /** A runtime without them. */
    public static final WideActivations NONE = new WideActivations(Set.of(), Set.of());

    /** The operator set that brought 16-bit QuantizeLinear. */
    public static final long OPSET = 21;

    public WideActivations {
        types = Collections.unmodifiableSet(new LinkedHashSet<>(types));
        operators = Collections.unmodifiableSet(new LinkedHashSet<>(operators));
        for (IntegerType type : types) {
            if (type.bits() != 16) {
                throw new IllegalArgumentException(
                        "wide activations must be int16 or uint16; type=" + type);
            }
        }
        if (types.isEmpty() != operators.isEmpty()) {
            throw new IllegalArgumentException(
                    "wide activations must have both types and operators, or neither; types="
                            + types
                            + ", operators="
                            + operators);
        }
    }
}
