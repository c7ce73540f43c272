package dev.vernier.data;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One pass over {@link Samples}, in a fixed order.
 *
 * <p>Used by one thread at a time.
 */
public interface SampleCursor extends AutoCloseable {

    /**
     * The next sample, or empty at the end.
     *
     * @throws BadSampleException if this one sample cannot be had; the next call gives the one
     *     after it
     * @throws DataException if the data as a whole is not what it has to be; the pass is over
     */
    Optional<Sample> next() throws IOException;

    /**
     * Passes over the next sample, without decoding it where that can be saved.
     *
     * @return false at the end
     */
    default boolean skip() throws IOException {
        return next().isPresent();
    }

    /** How many samples a whole pass gives, bad ones included, if that is known beforehand. */
    default OptionalLong size() {
        return OptionalLong.empty();
    }

    /** What a user should know of this pass: what was ignored or assumed. Complete at its end. */
    default List<String> notes() {
        return List.of();
    }

    @Override
    void close() throws IOException;
}
