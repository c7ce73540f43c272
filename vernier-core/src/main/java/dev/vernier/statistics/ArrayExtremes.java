package dev.vernier.statistics;

import java.util.function.Consumer;

/**
 * The extremes of one array of finite values, for all tensors that take it.
 *
 * <p>Their bins are known from counting. The exact ones cost a second look at the array, which is
 * taken when they are first asked for, and not again. Not thread-safe.
 */
final class ArrayExtremes {

    private final int lowestBin;
    private final int highestBin;
    private final Consumer<float[]> scan;
    private final float[] minMax = new float[2];
    private boolean isScanned;

    /**
     * @param scan writes the exact minimum and maximum to an array of two
     */
    ArrayExtremes(int lowestBin, int highestBin, Consumer<float[]> scan) {
        this.lowestBin = lowestBin;
        this.highestBin = highestBin;
        this.scan = scan;
    }

    int lowestBin() {
        return lowestBin;
    }

    int highestBin() {
        return highestBin;
    }

    float min() {
        return exact()[0];
    }

    float max() {
        return exact()[1];
    }

    private float[] exact() {
        if (!isScanned) {
            scan.accept(minMax);
            isScanned = true;
        }
        return minMax;
    }
}
