package dev.vernier;

/** A model that is about to be written is below the floor, and something can be done about it. */
final class BelowFloorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BelowFloorException(double sqnrDecibel) {
        super("model must be above the floor; SQNR=" + sqnrDecibel + " dB");
    }
}
