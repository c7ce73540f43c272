package dev.vernier.sensitivity;

/**
 * How much is spent on a ranking.
 *
 * @param measured how many nodes are measured, those first that the estimate suspects
 * @param samples how many samples a trial runs, at most
 * @param both whether a node is measured alone in integers and alone in float; else once, in the
 *     way that says more
 */
public record SensitivityOptions(int measured, int samples, boolean both) {

    /** Sixteen suspects, each both ways, on 32 samples: at most 33 trials. */
    public static final SensitivityOptions DEFAULT = new SensitivityOptions(16, 32, true);

    /** What a search for a budget begins with: at most 16 trials on 16 samples. */
    static final SensitivityOptions SEARCH = new SensitivityOptions(16, 16, false);

    public SensitivityOptions {
        if (measured < 0 || samples < 1) {
            throw new IllegalArgumentException(
                    "measured must be at least 0 and samples at least 1; measured="
                            + measured
                            + ", samples="
                            + samples);
        }
    }

    public SensitivityOptions withMeasured(int nodes) {
        return new SensitivityOptions(nodes, samples, both);
    }

    public SensitivityOptions withSamples(int number) {
        return new SensitivityOptions(measured, number, both);
    }
}
