package dev.vernier.evaluate;

import java.util.Arrays;

/**
 * The right class of each sample, in the order of the samples.
 *
 * <p>Immutable.
 */
public final class Labels {

    private final int[] classes;

    private Labels(int[] classes) {
        this.classes = classes;
    }

    /** One class a sample, each at least zero. */
    public static Labels of(int... classes) {
        for (int i = 0; i < classes.length; i++) {
            if (classes[i] < 0) {
                throw new IllegalArgumentException(
                        "label must be at least zero; sample=" + i + ", label=" + classes[i]);
            }
        }
        return new Labels(classes.clone());
    }

    public int size() {
        return classes.length;
    }

    public int of(int sample) {
        return classes[sample];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Labels that && Arrays.equals(classes, that.classes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(classes);
    }
}
