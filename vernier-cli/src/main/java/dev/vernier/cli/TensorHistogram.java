package dev.vernier.cli;

import dev.vernier.statistics.BinadeHistogram;
import dev.vernier.statistics.Extremes;
import dev.vernier.statistics.TensorStatistics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The distribution of a tensor's values as bars: its range in equal steps, the fullest the longest.
 */
final class TensorHistogram {

    private static final int STEPS = 24;
    private static final int BAR = 50;

    private TensorHistogram() {}

    /**
     * The drawing of a tensor with a finite value, one line a step.
     *
     * @param unicode whether the reader sees more than ASCII
     */
    static String of(TensorStatistics tensor, boolean unicode) {
        Extremes ends = tensor.extremes().orElseThrow();
        long[] counts = counts(tensor.values(), ends);
        long most = 1;
        for (long count : counts) {
            most = Math.max(most, count);
        }
        StringBuilder text = new StringBuilder();
        for (int step = 0; step < STEPS; step++) {
            int bar = (int) Math.ceil((double) counts[step] * BAR / most);
            String line =
                    String.format(
                            Locale.ROOT,
                            "  %11.4g  %-" + BAR + "s  %d",
                            edge(ends, step),
                            (unicode ? "█" : "#").repeat(bar),
                            counts[step]);
            text.append(line).append('\n');
        }
        return text.append(String.format(Locale.ROOT, "  %11.4g\n", ends.max())).toString();
    }

    /** Lower edges and counts. */
    static Map<String, Object> json(TensorStatistics tensor) {
        Extremes ends = tensor.extremes().orElseThrow();
        long[] counts = counts(tensor.values(), ends);
        List<Double> edges = new ArrayList<>();
        List<Long> values = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            edges.add(edge(ends, step));
            values.add(counts[step]);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("from", edges);
        json.put("counts", values);
        return json;
    }

    private static double edge(Extremes ends, int step) {
        return ends.min() + step * (((double) ends.max() - ends.min()) / STEPS);
    }

    /** Each bin goes whole to the step that its edge next to zero lies in. */
    private static long[] counts(BinadeHistogram values, Extremes ends) {
        long[] counts = new long[STEPS];
        double span = (double) ends.max() - ends.min();
        for (int i = 0; i < values.size(); i++) {
            double fromMin = BinadeHistogram.innerEdge(values.binAt(i)) - (double) ends.min();
            int step = span == 0 ? 0 : (int) (fromMin / span * STEPS);
            counts[Math.min(Math.max(step, 0), STEPS - 1)] += values.countAt(i);
        }
        return counts;
    }
}
