package dev.vernier.prepare;

import dev.vernier.graph.Model;

/**
 * One step of preparation that looks at the model as a whole.
 *
 * <p>A step is stateless but for its options. It returns the model as it came where it has nothing
 * to do.
 */
@FunctionalInterface
interface ModelStep {

    /**
     * The model after this step.
     *
     * @throws dev.vernier.graph.UnsupportedModelException if the model is valid and this step
     *     cannot handle it; the message says how to go on
     */
    Prepared apply(Model model);
}
