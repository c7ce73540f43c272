package dev.vernier.diff;

import dev.vernier.diff.Difference.Weight;
import java.util.List;
import java.util.Optional;

/** Compares a constant in the two forms that it is stored in, by the real numbers it stands for. */
final class ConstantComparison {

    private ConstantComparison() {}

    /** What differs; empty if nothing does. */
    static Optional<Weight> of(String name, Optional<Constant> first, Optional<Constant> second) {
        if (first.isEmpty() || second.isEmpty()) {
            return Optional.of(
                    new Weight(name, form(first), form(second), elements(first, second), 0, 0, 0));
        }
        float[] before = first.get().values();
        float[] after = second.get().values();
        long changed = before.length == after.length ? 0 : Math.max(before.length, after.length);
        float largest = 0;
        for (int i = 0; i < before.length && before.length == after.length; i++) {
            float change = after[i] - before[i];
            if (Float.compare(before[i], after[i]) != 0) {
                changed++;
                largest = Math.abs(change) > Math.abs(largest) ? change : largest;
            }
        }
        long scales = differing(first.get().scales(), second.get().scales());
        boolean same =
                changed == 0 && scales == 0 && first.get().form().equals(second.get().form());
        return same
                ? Optional.empty()
                : Optional.of(
                        new Weight(
                                name,
                                first.get().form(),
                                second.get().form(),
                                after.length,
                                changed,
                                largest,
                                scales));
    }

    private static long differing(List<Float> first, List<Float> second) {
        if (first.isEmpty() || second.isEmpty()) {
            return 0;
        }
        long differing = Math.abs(first.size() - second.size());
        for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
            differing += first.get(i).equals(second.get(i)) ? 0 : 1;
        }
        return differing;
    }

    private static String form(Optional<Constant> constant) {
        return constant.map(Constant::form).orElse(Difference.NONE);
    }

    private static long elements(Optional<Constant> first, Optional<Constant> second) {
        return first.or(() -> second).map(constant -> constant.values().length).orElse(0);
    }
}
