package dev.vernier.improve;

/**
 * How many samples and tries a model is worth, by what a run of it takes: the more expensive a run,
 * the fewer. What a run takes is told by {@link RunTime}, not measured: the same on every machine.
 *
 * @param run nanoseconds of the float model for one sample
 */
record Spending(double run) {

    private static final double SECOND = 1e9;

    /** For looking at samples that steps are fitted on. */
    private static final double FITTING = 10 * SECOND;

    /** For judging one candidate. */
    private static final double JUDGING = SECOND;

    private static final int FEWEST_FITTED = 12;
    private static final int FEWEST_HELD_OUT = 6;
    private static final int FEWEST_TRIES = 2;

    /** As many of the samples as can be looked at, evenly spread. */
    SampleSplit affordable(SampleSplit samples) {
        return samples.thinned(
                (int) Math.max(FEWEST_FITTED, Math.min(Integer.MAX_VALUE, FITTING / run)),
                (int) Math.max(FEWEST_HELD_OUT, Math.min(Integer.MAX_VALUE, JUDGING / run)));
    }

    /**
     * How many of some tries a step may make.
     *
     * @param heldOut the samples that each runs
     */
    int tries(int most, int heldOut) {
        double affordable = most * JUDGING / (run * Math.max(1, heldOut));
        return (int) Math.max(FEWEST_TRIES, Math.min(most, affordable));
    }
}
