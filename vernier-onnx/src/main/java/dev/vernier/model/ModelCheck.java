package dev.vernier.model;

import dev.vernier.graph.Model;
import java.util.List;

/** One property that a sound model has. Stateless; time linear in the model. */
@FunctionalInterface
interface ModelCheck {

    /**
     * Passes if the model has the property.
     *
     * @param graphs all graphs of the model, outer before inner
     * @param file where the model is
     * @throws dev.vernier.graph.ModelFormatException if it has not
     */
    void check(Model model, List<GraphScope> graphs, Place file);
}
