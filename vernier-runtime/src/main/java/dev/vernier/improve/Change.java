package dev.vernier.improve;

import java.util.List;

/** A change of a candidate that can be made with or without others of its step. */
@FunctionalInterface
public interface Change {

    /** The candidate with this change; biases may have outgrown their scales. */
    Candidate applyTo(Candidate candidate);

    /** What is known of the changed candidate's graph, if this is known of that before. */
    default Evidence applyTo(Evidence evidence) {
        return evidence;
    }

    /** The candidate with all these changes, its weight scales large enough for its biases. */
    static Candidate all(List<Change> changes, Candidate candidate) {
        Candidate changed = candidate;
        for (Change change : changes) {
            changed = change.applyTo(changed);
        }
        return BiasScales.fitted(changed);
    }
}
