package dev.vernier.runner;

import java.io.IOException;

/** A worker ended, or had to be ended, while it was asked something. */
final class WorkerDeathException extends IOException {

    private static final long serialVersionUID = 1L;

    WorkerDeathException(String message, IOException cause) {
        super(message, cause);
    }

    /** What happened, for users. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
