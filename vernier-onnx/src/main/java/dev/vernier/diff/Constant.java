package dev.vernier.diff;

import java.util.List;

/** A weight, bias or table, in whatever form it is stored. */
interface Constant {

    /** How it is stored: {@code float}, or {@code int8 on 64 scales}. */
    String form();

    /** Its scales; none if it is float. */
    List<Float> scales();

    /** The real numbers it stands for; empty if only its scales are known, as in a plan. */
    float[] values();
}
