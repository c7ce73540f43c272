package dev.vernier;

import java.util.OptionalLong;

/** Is told how far a quantization is. Called from one thread at a time. */
public interface ProgressListener {

    /** Takes no interest. */
    ProgressListener NONE =
            new ProgressListener() {
                @Override
                public void started(String stage) {}

                @Override
                public void advanced(long samples, OptionalLong total) {}
            };

    /** A stage began; the one before is over. */
    void started(String stage);

    /** The stage has worked through so many samples, of so many if that is known. */
    void advanced(long samples, OptionalLong total);

    /** Something may not go well; said before the work that it is about. */
    default void warned(String warning) {}
}
