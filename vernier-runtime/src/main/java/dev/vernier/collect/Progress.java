package dev.vernier.collect;

import java.util.OptionalLong;

/** Hears how far a pass has come. Called by one thread at a time, not always the same. */
@FunctionalInterface
public interface Progress {

    /**
     * A sample is done.
     *
     * @param done samples that are done
     * @param total samples in all, if that is known
     */
    void sampleDone(long done, OptionalLong total);
}
