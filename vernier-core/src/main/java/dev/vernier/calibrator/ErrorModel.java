package dev.vernier.calibrator;

import dev.vernier.numeric.CodeBookGrid;
import dev.vernier.numeric.Grid;
import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.statistics.TensorStatistics;
import java.util.stream.IntStream;

/**
 * Answers for one tensor what error any grid would add, from running totals over its histogram.
 *
 * <p>Up to {@link #CELLS} codes from zero each code is summed exactly. Beyond, a step is narrower
 * than a bin: evenly spread values then have a mean squared rounding error of s²/12. Immutable;
 * cost of a question: some 20 ns a code, at most 1024 codes.
 */
final class ErrorModel {

    private static final int CELLS = 512;

    private final Magnitudes positive;
    private final Magnitudes negative;
    private final long count;

    ErrorModel(TensorStatistics statistics) {
        positive = Magnitudes.positive(statistics);
        negative = Magnitudes.negative(statistics);
        count = statistics.count();
    }

    ExpectedError expected(Grid grid) {
        return grid instanceof CodeBookGrid book
                ? expected(book)
                : expected((QuantizationParameters) grid);
    }

    private ExpectedError expected(CodeBookGrid grid) {
        double[] above = magnitudes(grid, 1);
        double[] below = magnitudes(grid, -1);
        return new ExpectedError(
                count,
                positive.sumOfSquares() + negative.sumOfSquares(),
                rounding(positive, above) + rounding(negative, below),
                clipping(positive, above[above.length - 1])
                        + clipping(negative, below[below.length - 1]));
    }

    /** The points of a grid on one side of zero, from zero outwards. */
    private static double[] magnitudes(CodeBookGrid grid, int sign) {
        float[] levels = grid.book().levels();
        return IntStream.range(0, levels.length)
                .mapToDouble(i -> sign * (double) levels[i] * grid.scale())
                .filter(point -> point >= 0)
                .map(point -> point + 0.0)
                .sorted()
                .toArray();
    }

    private static double rounding(Magnitudes side, double[] points) {
        double error = 0;
        double from = 0;
        int last = points.length - 1;
        for (int i = 0; i <= last && from < side.largest(); i++) {
            double to = i == last ? points[i] : (points[i] + points[i + 1]) / 2;
            error += side.squaredDistance(from, to, points[i]);
            from = to;
        }
        return error;
    }

    private ExpectedError expected(QuantizationParameters grid) {
        double scale = grid.scale();
        int above = grid.maxCode() - grid.zeroPoint();
        int below = grid.zeroPoint() - grid.minCode();
        return new ExpectedError(
                count,
                positive.sumOfSquares() + negative.sumOfSquares(),
                rounding(positive, scale, above) + rounding(negative, scale, below),
                clipping(positive, scale * above) + clipping(negative, scale * below));
    }

    /** Σ (x - end)² over the values above {@code max} and below {@code min}, each from its end. */
    double clipping(double min, double max) {
        return clipping(positive, max) + clipping(negative, -min);
    }

    private static double clipping(Magnitudes side, double end) {
        return end >= side.largest() ? 0 : side.squaredDistance(end, side.largest(), end);
    }

    private static double rounding(Magnitudes side, double scale, int codes) {
        double error = 0;
        double from = 0;
        int cells = Math.min(codes, CELLS);
        for (int code = 0; code <= cells && from < side.largest(); code++) {
            double to = (code == codes ? code : code + 0.5) * scale;
            error += side.squaredDistance(from, to, code * scale);
            from = to;
        }
        if (codes > CELLS) {
            error += (side.countUpTo(codes * scale) - side.countUpTo(from)) * scale * scale / 12;
        }
        return error;
    }
}
