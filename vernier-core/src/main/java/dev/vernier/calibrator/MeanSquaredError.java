package dev.vernier.calibrator;

import dev.vernier.numeric.CodeBook;
import dev.vernier.numeric.CodeBookGrid;
import dev.vernier.numeric.Grid;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.Range;
import dev.vernier.statistics.TensorStatistics;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/**
 * Minimises the expected squared error of the grid, equation (15): clipping and rounding both
 * counted, on the grid that the scheme really makes of each range.
 *
 * <p>Symmetric, and code books: one search. Affine: both ends together, then one after the other
 * until neither helps. Cost: 1 to 5 ms a tensor.
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
        Function<Range, Grid> grid = scheme::parametersFor;
        int density = EndSearch.COARSE;
        Range best =
                search(
                        density,
                        model,
                        grid,
                        whole.largestMagnitude(),
                        end -> clipped(whole, end),
                        whole);
        for (int round = 0; round < MAX_ROUNDS && !scheme.isSymmetric(); round++) {
            double before = error(model, grid, best);
            float min = best.min();
            best = search(density, model, grid, whole.max(), end -> range(min, end), best);
            float max = best.max();
            best = search(density, model, grid, -whole.min(), end -> range(-end, max), best);
            if (error(model, grid, best) >= before * WORTHWHILE) {
                break;
            }
        }
        return best;
    }

    @Override
    public Range range(TensorStatistics statistics, CodeBook book) {
        Range whole = new MinMax().range(statistics, book);
        ErrorModel model = new ErrorModel(statistics);
        return search(
                EndSearch.DENSE,
                model,
                range -> CodeBookGrid.covering(range, book),
                whole.largestMagnitude(),
                end -> range(-end, end),
                whole);
    }

    private static Range search(
            int density,
            ErrorModel model,
            Function<Range, Grid> grid,
            double largest,
            DoubleFunction<Range> rangeOf,
            Range best) {
        if (largest == 0) {
            return best;
        }
        double end =
                EndSearch.smallest(
                        density,
                        largest,
                        candidate -> error(model, grid, rangeOf.apply(candidate)),
                        candidate -> {
                            Range range = rangeOf.apply(candidate);
                            return model.clipping(range.min(), range.max());
                        });
        Range found = rangeOf.apply(end);
        return error(model, grid, found) < error(model, grid, best) ? found : best;
    }

    private static double error(ErrorModel model, Function<Range, Grid> grid, Range range) {
        return model.expected(grid.apply(range)).errorSquared();
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
