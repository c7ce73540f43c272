package dev.vernier.kernel;

/** Sorts the finite values of an array from NaN and the infinities. Stateless. */
public final class FiniteScan {

    private FiniteScan() {}

    /** Copies the finite ones of {@code values[from..to)} to {@code kept}; returns their number. */
    public static int copyFinite(float[] values, int from, int to, float[] kept) {
        int count = 0;
        for (int i = from; i < to; i++) {
            if (Float.isFinite(values[i])) {
                kept[count++] = values[i];
            }
        }
        return count;
    }

    public static int countNaN(float[] values, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += Float.isNaN(values[i]) ? 1 : 0;
        }
        return count;
    }

    /** The number of values equal to {@code wanted}, an infinity. */
    public static int count(float[] values, int from, int to, float wanted) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += values[i] == wanted ? 1 : 0;
        }
        return count;
    }
}
