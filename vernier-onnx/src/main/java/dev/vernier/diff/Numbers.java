package dev.vernier.diff;

/** Spells scales in one way, so that equal ones are equal text. */
final class Numbers {

    private Numbers() {}

    static String grid(String type, float scale, long zeroPoint) {
        return type + " " + scale + " zero " + zeroPoint;
    }

    static String form(String type, int scales) {
        return type + " on " + scales + (scales == 1 ? " scale" : " scales");
    }
}
