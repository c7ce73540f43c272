package dev.vernier.sensitivity;

/**
 * Power of an error over the power of the signal: what adds up where errors are independent, and so
 * what nodes are compared by. {@code SQNR = -10 log10(noise)}, equation (12).
 */
final class Noise {

    /** More than any error that says something; keeps sums finite. */
    static final double LARGEST = 1e6;

    private Noise() {}

    static double ofDecibel(double sqnr) {
        return Math.min(LARGEST, StrictMath.pow(10, -sqnr / 10));
    }

    static double decibel(double noise) {
        return noise <= 0 ? Double.POSITIVE_INFINITY : -10 * StrictMath.log10(noise);
    }
}
