package dev.vernier.prepare.shape;

import java.util.List;

/** How one operator's outputs follow from its inputs. Stateless. */
@FunctionalInterface
interface Inference {

    /**
     * What is known of the outputs, in order; fewer than there are where the rest is unknown.
     *
     * @throws NotProven where nothing is known
     */
    List<Known> infer(Operands operands);
}
