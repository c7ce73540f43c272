package dev.vernier;

import dev.vernier.graph.ModelFormatException;
import dev.vernier.plan.Exclusions;
import dev.vernier.plan.NonFiniteWeights;
import dev.vernier.plan.Reason;
import java.util.ArrayList;
import java.util.List;

/** Sees to it, before anything runs, that what is to be stored in integers is finite. */
final class FiniteWeights {

    private FiniteWeights() {}

    /**
     * The same model, with the nodes left in float whose constants are not finite.
     *
     * @throws ModelFormatException if there are such nodes and they are not tolerated
     */
    static PlacedModel of(PlacedModel model, Tolerance tolerance) {
        List<NonFiniteWeights.Found> found = NonFiniteWeights.in(model.graph(), model.placement());
        if (found.isEmpty()) {
            return notingUnread(model);
        }
        if (!tolerance.nonFiniteWeights()) {
            throw new ModelFormatException(
                    model.file().path()
                            + " > "
                            + found.get(0)
                            + (found.size() > 1 ? ", constants=" + found.size() : "")
                            + "; --skip-nonfinite-weights leaves such nodes in float");
        }
        Exclusions exclusions = model.exclusions();
        List<String> notes = new ArrayList<>();
        for (NonFiniteWeights.Found weight : found) {
            exclusions =
                    exclusions.with(
                            weight.node(), Reason.NONFINITE_WEIGHT, "in " + weight.initializer());
            notes.add(weight + "; it stays in float");
        }
        return model.noting(notes, exclusions);
    }

    private static PlacedModel notingUnread(PlacedModel model) {
        List<String> unread = NonFiniteWeights.unread(model.graph());
        return unread.isEmpty()
                ? model
                : model.noting(
                        List.of(
                                "constants that no node reads hold NaN or infinity and stay as they"
                                        + " are; names="
                                        + unread),
                        model.exclusions());
    }
}
