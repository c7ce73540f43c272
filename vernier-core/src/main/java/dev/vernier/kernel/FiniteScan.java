package dev.vernier.kernel;

import java.nio.IntBuffer;

/** Sorts finite floats from NaN and the infinities, given as their raw bits. Stateless. */
public final class FiniteScan {

    private FiniteScan() {}

    /** Puts the finite ones of a buffer, whose position is left alone, into another. */
    public static void copyFinite(IntBuffer bits, IntBuffer kept) {
        for (int i = bits.position(); i < bits.limit(); i++) {
            if (Float.isFinite(Float.intBitsToFloat(bits.get(i)))) {
                kept.put(bits.get(i));
            }
        }
    }

    public static int countNaN(IntBuffer bits) {
        int count = 0;
        for (int i = bits.position(); i < bits.limit(); i++) {
            count += Float.isNaN(Float.intBitsToFloat(bits.get(i))) ? 1 : 0;
        }
        return count;
    }

    /** The number of values equal to {@code wanted}, an infinity. */
    public static int count(IntBuffer bits, float wanted) {
        int count = 0;
        for (int i = bits.position(); i < bits.limit(); i++) {
            count += Float.intBitsToFloat(bits.get(i)) == wanted ? 1 : 0;
        }
        return count;
    }
}
