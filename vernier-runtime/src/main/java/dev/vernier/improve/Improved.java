package dev.vernier.improve;

import java.util.List;

/**
 * What all steps together came to.
 *
 * @param candidate graph and plan to be written
 * @param improvements one a step that was tried, in order
 * @param notes what a user should know
 */
public record Improved(Candidate candidate, List<Improvement> improvements, List<String> notes) {

    public Improved {
        improvements = List.copyOf(improvements);
        notes = List.copyOf(notes);
    }

    /** Nothing was tried. */
    public static Improved unchanged(Candidate candidate) {
        return new Improved(candidate, List.of(), List.of());
    }
}
