package dev.vernier.cli.explain;

import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.numeric.Range;
import java.util.List;
import java.util.TreeSet;

/**
 * The values that show how a grid behaves: zero, the ends of the range and the middles of both
 * sides, points half-way between two grid points next to zero, and one value beyond each end.
 */
final class TellingValues {

    private TellingValues() {}

    /** In ascending order, each once. */
    static List<Float> of(Range range, QuantizationParameters grid) {
        float scale = grid.scale();
        float beyond = (float) Math.max(range.width() / 4, scale);
        TreeSet<Float> values = new TreeSet<>();
        values.add(0f);
        for (float value :
                new float[] {
                    range.min(),
                    range.min() / 2,
                    -scale / 2,
                    scale / 2,
                    1.5f * scale,
                    range.max() / 2,
                    range.max()
                }) {
            if (range.contains(value)) {
                values.add(value + 0f); // no negative zero
            }
        }
        values.add(Math.max(range.min() - beyond, -Float.MAX_VALUE));
        values.add(Math.min(range.max() + beyond, Float.MAX_VALUE));
        return List.copyOf(values);
    }
}
