package dev.vernier.cli.explain;

import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.numeric.Range;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The stretch of the number line that a drawing shows: the range, the grid, the values not far
 * beyond them, and a margin; values farther out stand at its edges.
 *
 * @param min the real number at position 0
 * @param max the real number at position 1
 */
record Axis(double min, double max) {

    private static final double MARGIN = 0.05;

    /**
     * The stretch to show for an explanation.
     *
     * @param reach how far beyond the range a value may pull the edge, as a share of the range
     */
    static Axis of(Explanation explanation, double reach) {
        Range shown = explanation.span().union(explanation.grid().representable());
        double far = reach * shown.width();
        double min = shown.min();
        double max = shown.max();
        for (ExplainedValue value : explanation.values()) {
            min = value.value() >= shown.min() - far ? Math.min(min, value.value()) : min;
            max = value.value() <= shown.max() + far ? Math.max(max, value.value()) : max;
        }
        double margin = Math.max(MARGIN * (max - min), explanation.grid().scale() / 2.0);
        return new Axis(min - margin, max + margin);
    }

    /** From 0 at the left edge to 1 at the right; beyond for values beyond. */
    double position(double value) {
        return (value - min) / (max - min);
    }

    boolean shows(double value) {
        return min <= value && value <= max;
    }

    /**
     * The codes to name, the most important first: the zero point, both ends, then those of every
     * {@code 2^n}th step from zero, so that they stay evenly spaced where not all have room.
     *
     * @param atMost about how many codes there is room for
     */
    static List<Integer> codesByImportance(QuantizationParameters grid, int atMost) {
        int codes = grid.maxCode() - grid.minCode();
        Set<Integer> named = new LinkedHashSet<>();
        named.add(grid.zeroPoint());
        named.add(grid.minCode());
        named.add(grid.maxCode());
        for (int step = Integer.highestOneBit(codes); step > 0 && codes / step <= atMost; ) {
            named.addAll(everyStep(grid, step));
            step /= 2;
        }
        return List.copyOf(named);
    }

    /** The codes whose distance from zero is a multiple of {@code step}, ascending. */
    static List<Integer> everyStep(QuantizationParameters grid, int step) {
        List<Integer> codes = new ArrayList<>();
        int first = grid.minCode() + Math.floorMod(grid.zeroPoint() - grid.minCode(), step);
        for (int code = first; code <= grid.maxCode(); code += step) {
            codes.add(code);
        }
        return codes;
    }

    /** The smallest power of two whose steps are at least {@code smallest} of the axis apart. */
    int stepFor(QuantizationParameters grid, double smallest) {
        int step = 1;
        while (step * (grid.scale() / (max - min)) < smallest) {
            step *= 2;
        }
        return step;
    }
}
