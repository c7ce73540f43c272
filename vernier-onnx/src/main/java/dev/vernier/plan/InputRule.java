package dev.vernier.plan;

/** One rule of a placement that quantizes inputs; stateless. */
interface InputRule {

    /** Decides nodes that are still open. */
    void apply(InputRegion region);
}
