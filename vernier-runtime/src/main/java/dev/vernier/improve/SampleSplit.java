package dev.vernier.improve;

import dev.vernier.data.Sample;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/**
 * Samples to fit on, and others to judge by.
 *
 * @param fitted three quarters, in the order of the data
 * @param heldOut the rest
 */
public record SampleSplit(List<Sample> fitted, List<Sample> heldOut) {

    /** Below this a quarter says too little to decide anything by. */
    public static final int FEWEST = 8;

    private static final int MOST_HELD_OUT = 32;
    private static final long SEED = 0x5EED;

    public SampleSplit {
        fitted = List.copyOf(fitted);
        heldOut = List.copyOf(heldOut);
    }

    /** Holds out a quarter, at most 32, chosen at random but always the same ones. */
    public static SampleSplit of(List<Sample> samples) {
        int needed = Math.min(samples.size() / 4, MOST_HELD_OUT);
        Random random = new Random(SEED);
        BitSet chosen = new BitSet(samples.size());
        for (int left = samples.size(); left > 0; left--) {
            if (random.nextInt(left) < needed) {
                chosen.set(left - 1);
                needed--;
            }
        }
        List<Sample> fitted = new ArrayList<>();
        List<Sample> heldOut = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            (chosen.get(i) ? heldOut : fitted).add(samples.get(i));
        }
        return new SampleSplit(fitted, heldOut);
    }

    /** Whether there are enough to hold some out. */
    public boolean isUsable() {
        return fitted.size() + heldOut.size() >= FEWEST;
    }

    /** At most so many of each, evenly spread. */
    SampleSplit thinned(int mostFitted, int mostHeldOut) {
        return new SampleSplit(thinned(fitted, mostFitted), thinned(heldOut, mostHeldOut));
    }

    private static List<Sample> thinned(List<Sample> samples, int most) {
        int number = Math.min(most, samples.size());
        List<Sample> chosen = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            chosen.add(samples.get((int) ((long) i * samples.size() / number)));
        }
        return chosen;
    }
}
