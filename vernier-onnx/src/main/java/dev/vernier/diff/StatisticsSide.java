package dev.vernier.diff;

import dev.vernier.statistics.StatisticsFile;
import dev.vernier.statistics.TensorStatistics;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was seen of samples, as a {@link Side} with values alone. */
final class StatisticsSide {

    private StatisticsSide() {}

    static Side of(StatisticsFile statistics) {
        Map<String, String> values = new LinkedHashMap<>();
        statistics.tensors().forEach((name, seen) -> values.put(name, range(seen)));
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("modelSha256", statistics.model().sha256());
        facts.put("samples", String.valueOf(statistics.samples()));
        return new Side(Map.of(), values, Map.of(), facts);
    }

    private static String range(TensorStatistics seen) {
        return seen.extremes()
                .map(ends -> ends.min() + " to " + ends.max() + " of " + seen.count())
                .orElse("nothing seen");
    }
}
