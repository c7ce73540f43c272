package dev.vernier.improve;

import java.util.ArrayList;
import java.util.List;

/**
 * What all steps together came to.
 *
 * @param candidate graph and plan to be written
 * @param improvements one a step that was tried, in order
 * @param notes what a user should know
 * @param unfitted what it was before constants were fitted to integers
 */
public record Improved(
        Candidate candidate,
        List<Improvement> improvements,
        List<String> notes,
        Unfitted unfitted) {

    public Improved {
        improvements = List.copyOf(improvements);
        notes = List.copyOf(notes);
    }

    /**
     * A candidate whose graph computes in float what the model does: any of its nodes can go back.
     *
     * @param improvements the steps that made it
     */
    public record Unfitted(Candidate candidate, List<Improvement> improvements) {

        public Unfitted {
            improvements = List.copyOf(improvements);
        }

        /** With another plan, and fitted to nothing yet. */
        public Improved replanned(Candidate planned) {
            return new Improved(planned, improvements, List.of(), this);
        }
    }

    /** Nothing was tried. */
    public static Improved unchanged(Candidate candidate) {
        return new Improved(candidate, List.of(), List.of(), new Unfitted(candidate, List.of()));
    }

    /** As it was, and nothing was tried, for this reason. */
    static Improved refused(Candidate candidate, String reason) {
        return new Improved(
                candidate, List.of(), List.of(reason), new Unfitted(candidate, List.of()));
    }

    /** With what was made of it later. */
    public Improved followedBy(Improved later) {
        List<Improvement> all = new ArrayList<>(improvements);
        all.addAll(later.improvements());
        List<String> allNotes = new ArrayList<>(notes);
        allNotes.addAll(later.notes());
        return new Improved(later.candidate(), all, allNotes, unfitted);
    }
}
