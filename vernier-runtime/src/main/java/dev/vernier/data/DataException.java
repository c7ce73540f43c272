package dev.vernier.data;

/**
 * Sample data is not what it has to be: unreadable, inconsistent, or not what the model takes.
 *
 * <p>The message says what, where (file, array, sample), why (found and needed) and how to go on.
 */
public class DataException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DataException(String message) {
        super(message);
    }

    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
