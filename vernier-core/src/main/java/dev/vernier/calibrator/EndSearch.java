package dev.vernier.calibrator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Looks for the end of a range with the least loss, from the largest magnitude downwards.
 *
 * <p>First on a ladder, 8 or 64 rungs to every power of two, until the part of the loss that only
 * grows as the end shrinks exceeds the best: no smaller end can then win. Then, because the loss
 * may have more than one valley, between the neighbours of the best few rungs on a finer ladder,
 * and around the best of all on a third. The ladder is relative, so that an outlier of 3e38 costs
 * some hundred rungs and hides nothing. Stateless.
 */
final class EndSearch {

    /** Rungs to a power of two: enough for losses that follow a linear grid. */
    static final int COARSE = 8;

    /** For losses that have a valley or more in every power of two, as floating formats do. */
    static final int DENSE = 64;

    private static final int VALLEYS = 3;
    private static final int FINE_STEPS = 8;

    private EndSearch() {}

    private record Candidate(double end, double loss) {}

    /**
     * The end with the least loss found.
     *
     * @param density rungs of the first ladder to every power of two
     * @param largest the largest end to try, positive
     * @param loss of an end
     * @param floor at most the loss, and never smaller for a smaller end
     */
    static double smallest(
            int density, double largest, DoubleUnaryOperator loss, DoubleUnaryOperator floor) {
        double coarse = StrictMath.pow(2, -1.0 / density);
        List<Candidate> rungs = new ArrayList<>();
        Candidate best = candidate(largest, loss);
        rungs.add(best);
        double end = largest * coarse;
        while (end >= Float.MIN_NORMAL && floor.applyAsDouble(end) < best.loss()) {
            Candidate rung = candidate(end, loss);
            rungs.add(rung);
            best = better(best, rung);
            end *= coarse;
        }
        double fine = StrictMath.pow(coarse, 1.0 / FINE_STEPS);
        for (Candidate valley : valleys(rungs)) {
            best = better(best, refine(valley, fine, largest, loss));
        }
        best = refine(best, StrictMath.pow(fine, 1.0 / FINE_STEPS), largest, loss);
        return best.end();
    }

    private static List<Candidate> valleys(List<Candidate> rungs) {
        List<Candidate> valleys = new ArrayList<>();
        for (int i = 0; i < rungs.size(); i++) {
            boolean belowLeft = i == 0 || rungs.get(i).loss() <= rungs.get(i - 1).loss();
            boolean belowRight =
                    i == rungs.size() - 1 || rungs.get(i).loss() <= rungs.get(i + 1).loss();
            if (belowLeft && belowRight) {
                valleys.add(rungs.get(i));
            }
        }
        valleys.sort(Comparator.comparingDouble(Candidate::loss));
        return valleys.subList(0, Math.min(VALLEYS, valleys.size()));
    }

    /** The best end within {@link #FINE_STEPS} steps of ratio {@code step} on either side. */
    private static Candidate refine(
            Candidate around, double step, double largest, DoubleUnaryOperator loss) {
        Candidate best = around;
        double smaller = around.end();
        double larger = around.end();
        for (int i = 0; i < FINE_STEPS; i++) {
            smaller *= step;
            larger = Math.min(larger / step, largest);
            best = better(best, candidate(smaller, loss));
            best = better(best, candidate(larger, loss));
        }
        return best;
    }

    private static Candidate candidate(double end, DoubleUnaryOperator loss) {
        return new Candidate(end, loss.applyAsDouble(end));
    }

    private static Candidate better(Candidate one, Candidate other) {
        return other.loss() < one.loss() ? other : one;
    }
}
