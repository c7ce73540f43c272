package dev.vernier;

import dev.vernier.plan.Overrides;
import dev.vernier.plan.Selection;

/**
 * What a user says of single nodes and values before a model is looked at.
 *
 * @param selection which nodes may run in integers
 * @param overrides what is fixed of single values
 * @param tolerance what the model is not refused for
 */
record Choices(Selection selection, Overrides overrides, Tolerance tolerance) {

    static final Choices NONE = new Choices(Selection.ALL, Overrides.NONE, Tolerance.NONE);

    Choices withSelection(Selection newSelection) {
        return new Choices(newSelection, overrides, tolerance);
    }

    Choices withOverrides(Overrides newOverrides) {
        return new Choices(selection, newOverrides, tolerance);
    }

    Choices withTolerance(Tolerance newTolerance) {
        return new Choices(selection, overrides, newTolerance);
    }
}
