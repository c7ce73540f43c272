package dev.vernier.calibrator;

import dev.vernier.numeric.CodeBook;
import dev.vernier.numeric.CodeBookGrid;
import dev.vernier.numeric.Grid;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.Range;
import dev.vernier.statistics.TensorStatistics;
import java.util.List;
import java.util.function.Function;

/**
 * Takes the range of whichever method has the least expected error on the scheme's grid; of equals
 * the first in the list.
 *
 * @param methods at least one
 */
public record Automatic(List<Calibrator> methods) implements Calibrator {

    public Automatic {
        if (methods.isEmpty()) {
            throw new IllegalArgumentException("methods must not be empty");
        }
        methods = List.copyOf(methods);
    }

    @Override
    public String name() {
        return "auto";
    }

    /** A method, and what it comes to for one tensor. */
    public record Choice(Calibrator method, Range range, ExpectedError error) {

        private boolean isBetterThan(Choice other) {
            return error.errorSquared() < other.error.errorSquared();
        }
    }

    @Override
    public Range range(TensorStatistics statistics, LinearScheme scheme) {
        return choose(statistics, scheme).range();
    }

    /** The method that wins for this tensor. */
    public Choice choose(TensorStatistics statistics, LinearScheme scheme) {
        ErrorModel model = new ErrorModel(statistics);
        return best(
                method -> {
                    Range range = method.range(statistics, scheme);
                    return new Choice(method, range, model.expected(scheme.parametersFor(range)));
                });
    }

    @Override
    public Range range(TensorStatistics statistics, CodeBook book) {
        return choose(statistics, book).range();
    }

    /** The method that wins for this tensor on the levels of a code book. */
    public Choice choose(TensorStatistics statistics, CodeBook book) {
        ErrorModel model = new ErrorModel(statistics);
        return best(
                method -> {
                    Range range = method.range(statistics, book);
                    Grid grid = CodeBookGrid.covering(range, book);
                    return new Choice(method, range, model.expected(grid));
                });
    }

    private Choice best(Function<Calibrator, Choice> choice) {
        return methods.stream()
                .map(choice)
                .reduce((best, next) -> next.isBetterThan(best) ? next : best)
                .orElseThrow();
    }
}
