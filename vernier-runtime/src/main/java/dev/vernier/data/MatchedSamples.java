package dev.vernier.data;

import java.io.IOException;

/**
 * Samples checked against the model's inputs: every one that leaves a cursor can be fed.
 *
 * <p>Names must be equal, element types equal or cast where that is asked for, ranks and fixed
 * lengths equal. The error of a sample lists what it has and what the model needs.
 */
public final class MatchedSamples implements Samples {

    private final Samples samples;
    private final boolean cast;

    private MatchedSamples(Samples samples, boolean cast) {
        this.samples = samples;
        this.cast = cast;
    }

    /** Samples to be fed as they are; checked only once however often this is called. */
    public static MatchedSamples of(Samples samples) {
        return samples instanceof MatchedSamples matched ? matched : of(samples, false);
    }

    /**
     * Samples to be fed.
     *
     * @param cast whether double may become float, float16 float, and int32 and int64 each other
     */
    static MatchedSamples of(Samples samples, boolean cast) {
        return new MatchedSamples(samples, cast);
    }

    @Override
    public SampleCursor cursor(ModelInputs inputs) throws IOException {
        return new MatchedCursor(samples.cursor(inputs), inputs, cast);
    }

    @Override
    public void close() {
        samples.close();
    }
}
