package dev.vernier.prepare;

import dev.vernier.graph.Model;
import dev.vernier.graph.Rules;
import java.util.ArrayList;
import java.util.List;

/**
 * A model after preparation, or after one step of it, and what was done to it.
 *
 * @param model the model
 * @param applied the rules that fired, in order, with the node at which they did
 * @param notes what a user may want to know, one sentence each
 */
public record Prepared(Model model, List<Rules.Applied> applied, List<String> notes) {

    public Prepared {
        applied = List.copyOf(applied);
        notes = List.copyOf(notes);
    }

    /** A model that nothing was done to, or nothing worth a word. */
    static Prepared of(Model model) {
        return new Prepared(model, List.of(), List.of());
    }

    /** A model and what was done to it, in sentences. */
    static Prepared of(Model model, List<String> notes) {
        return new Prepared(model, List.of(), notes);
    }

    /** The same history of a model with other constants. */
    public Prepared withModel(Model changed) {
        return new Prepared(changed, applied, notes);
    }

    /** The same model with more to say of it. */
    public Prepared noting(List<String> more) {
        List<String> all = new ArrayList<>(notes);
        all.addAll(more);
        return new Prepared(model, applied, all);
    }

    /** This and then one more step. */
    Prepared then(ModelStep step) {
        Prepared next = step.apply(model);
        List<Rules.Applied> allApplied = new ArrayList<>(applied);
        allApplied.addAll(next.applied);
        return new Prepared(next.model, allApplied, notes).noting(next.notes);
    }
}
