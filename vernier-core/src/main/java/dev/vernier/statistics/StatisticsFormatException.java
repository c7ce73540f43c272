package dev.vernier.statistics;

import java.io.IOException;

/** A statistics file is damaged, of an unknown version, or none at all. */
public final class StatisticsFormatException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int offset;

    StatisticsFormatException(int offset, String reason) {
        super("statistics file: " + reason + "; offset=" + offset);
        this.offset = offset;
    }

    /** The byte at which reading ended. */
    public int offset() {
        return offset;
    }
}
