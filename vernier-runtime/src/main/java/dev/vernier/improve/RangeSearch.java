package dev.vernier.improve;

import dev.vernier.numeric.Range;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Looks for the range with the least loss by moving one end after the other, in steps that get
 * finer. Ends keep their sign: a range that begins at zero goes on beginning there.
 */
final class RangeSearch {

    private static final List<Float> RATIOS = List.of(0.7f, 0.85f, 0.93f, 0.97f);
    private static final int MOST_STEPS = 12;

    private final ToDoubleFunction<Range> loss;
    private final boolean symmetric;

    private record Found(Range range, double loss) {}

    private interface Move {
        Range apply(Range range, float ratio);
    }

    RangeSearch(ToDoubleFunction<Range> loss, boolean symmetric) {
        this.loss = loss;
        this.symmetric = symmetric;
    }

    Range from(Range start) {
        List<Move> moves =
                symmetric
                        ? List.of((r, by) -> new Range(r.min() * by, r.max() * by))
                        : List.of(
                                (r, by) -> new Range(r.min(), r.max() * by),
                                (r, by) -> new Range(r.min() * by, r.max()));
        Found best = new Found(start, loss.applyAsDouble(start));
        for (float ratio : RATIOS) {
            for (Move move : moves) {
                Found before = best;
                best = walk(best, move, ratio);
                if (best.equals(before)) {
                    best = walk(best, move, 1 / ratio);
                }
            }
        }
        return best.range();
    }

    private Found walk(Found from, Move move, float ratio) {
        Found best = from;
        for (int i = 0; i < MOST_STEPS; i++) {
            Range next = move.apply(best.range(), ratio);
            if (next.equals(best.range())) {
                return best;
            }
            Found found = new Found(next, loss.applyAsDouble(next));
            if (found.loss() >= best.loss()) {
                return best;
            }
            best = found;
        }
        return best;
    }
}
