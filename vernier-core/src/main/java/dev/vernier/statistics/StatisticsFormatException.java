package dev.vernier.statistics;

import java.io.IOException;
import java.nio.file.Path;

/** A statistics file is damaged, of an unknown version, or none at all. */
public final class StatisticsFormatException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int offset;

    StatisticsFormatException(int offset, String reason) {
        super("statistics file: " + reason + "; offset=" + offset);
        this.offset = offset;
    }

    /** The same failure, with the name of the file before its message. */
    StatisticsFormatException(Path file, StatisticsFormatException failure) {
        super(file + ": " + failure.getMessage(), failure);
        this.offset = failure.offset;
    }

    /** The byte at which reading ended. */
    public int offset() {
        return offset;
    }
}
