package dev.vernier.calibrator;

import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.Range;
import dev.vernier.statistics.TensorStatistics;
import java.util.function.DoubleFunction;

/**
 * Minimises the expected squared error of the grid, equation (15): clipping and rounding both
 * counted, on the grid that the scheme really makes of each range.
 *
 * <p>Symmetric: one search. Affine: both ends together, then one after the other until neither
 * helps. Cost: 1 to 5 ms a tensor.
 */
public record MeanSquaredError() implements Calibrator {

    private static final int MAX_ROUNDS = 4;
    private static final double WORTHWHILE = 0.999;

    @Override
    public String name() {
        return "mean-squared-error";
    }

    @Override
    public Range range(TensorStatistics statistics, LinearScheme scheme) {
        Range whole = new MinMax().range(statistics, scheme);
        ErrorModel model = new ErrorModel(statistics);
        Range best =
                search(model, scheme, whole.largestMagnitude(), end -> clipped(whole, end), whole);
        for (int round = 0; round < MAX_ROUNDS && !scheme.isSymmetric(); round++) {
            double before = error(model, scheme, best);
            float min = best.min();
            best = search(model, scheme, whole.max(), end -> range(min, end), best);
            float max = best.max();
            best = search(model, scheme, -whole.min(), end -> range(-end, max), best);
            if (error(model, scheme, best) >= before * WORTHWHILE) {
                break;
            }
        }
        return best;
    }

    private static Range search(
            ErrorModel model,
            LinearScheme scheme,
            double largest,
            DoubleFunction<Range> rangeOf,
            Range best) {
        if (largest == 0) {
            return best;
        }
        double end =
                EndSearch.smallest(
                        largest,
                        candidate -> error(model, scheme, rangeOf.apply(candidate)),
                        candidate -> {
                            Range range = rangeOf.apply(candidate);
                            return model.clipping(range.min(), range.max());
                        });
        Range found = rangeOf.apply(end);
        return error(model, scheme, found) < error(model, scheme, best) ? found : best;
    }

    private static double error(ErrorModel model, LinearScheme scheme, Range range) {
        return model.expected(scheme.parametersFor(range)).errorSquared();
    }

    private static Range clipped(Range whole, double end) {
        double min = Math.max(whole.min(), -end);
        double max = Math.min(whole.max(), end);
        return range(min, max);
    }

    private static Range range(double min, double max) {
        return new Range((float) min, (float) max);
    }
}
