package dev.vernier.plan;

import dev.vernier.numeric.IntegerType;
import dev.vernier.target.Target;
import java.util.Collection;
import java.util.Set;

/**
 * Which types of the values around it an operator has an integer kernel for: all of them the
 * target's own, or all of them the same 16-bit one where the target has that.
 */
final class KernelTypes {

    private KernelTypes() {}

    static boolean fit(Target target, String op, Collection<IntegerType> around) {
        Set<IntegerType> types = Set.copyOf(around);
        boolean usual = types.stream().allMatch(target.activations().type()::equals);
        boolean wide =
                types.size() == 1
                        && target.wide().types().containsAll(types)
                        && target.wide().operators().contains(op);
        return usual || wide;
    }
}
