package dev.vernier.cli;

import dev.vernier.plan.QuantizationPlan;
import dev.vernier.plan.ScaleGrowth;
import dev.vernier.plan.WeightPlan;
import java.util.List;
import java.util.Locale;

/**
 * How many channels of a plan's weights have larger scales, so that sums of products fit 16 bits.
 *
 * @param grown channels that grew
 * @param channels all there are
 * @param meanFactor by how much those that grew did on average; 1 if none did
 */
record GrownScales(int grown, int channels, double meanFactor) {

    static GrownScales of(QuantizationPlan plan) {
        List<ScaleGrowth> growths =
                plan.weights().values().stream().flatMap(w -> w.growth().stream()).toList();
        int grown = growths.stream().mapToInt(ScaleGrowth::channels).sum();
        double factors =
                growths.stream().mapToDouble(g -> g.channels() * (double) g.meanFactor()).sum();
        int channels =
                plan.weights().values().stream().map(WeightPlan::scales).mapToInt(List::size).sum();
        return new GrownScales(grown, channels, grown == 0 ? 1 : factors / grown);
    }

    /** A line of a summary; empty if nothing grew. */
    String line() {
        return grown == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "  %d of %s of weights have scales %.2f times as large, so that no product"
                                + " overflows without VNNI\n",
                        grown,
                        Figures.count(channels, "channel"),
                        meanFactor);
    }
}
