package dev.vernier.calibrator;

import java.io.IOException;

/** A calibration cache of another tool is not as it must be. */
public final class CalibrationCacheException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int line;

    CalibrationCacheException(int line, String reason) {
        super("calibration cache, line %d: %s".formatted(line, reason));
        this.line = line;
    }

    /** The number of the line, from 1. */
    public int line() {
        return line;
    }
}
