package dev.vernier.numeric;

/** Where real zero lies among the codes of a linear grid. */
public enum Symmetry {
    /** The grid follows both ends of the range; its zero point is free, equations (2) and (3). */
    AFFINE,
    /** The grid mirrors about zero; the zero point is the middle of the type, equation (6). */
    SYMMETRIC
}
