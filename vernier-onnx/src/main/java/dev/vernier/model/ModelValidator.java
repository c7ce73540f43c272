package dev.vernier.model;

import dev.vernier.graph.Model;

/** Looks at a model as a whole before anything native does. */
final class ModelValidator {

    private ModelValidator() {}

    static void check(Model model, Place place) {}
}
