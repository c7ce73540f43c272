package dev.vernier.cli.explain;

/** The parts of an explanation, in the order in which they are shown. */
public enum Part {
    /** From the range to scale and zero point. */
    EQUATIONS,
    /** The number line. */
    LINE,
    /** Every value on its way. */
    VALUES,
    /** What rounding and clipping cost. */
    LOSSES
}
