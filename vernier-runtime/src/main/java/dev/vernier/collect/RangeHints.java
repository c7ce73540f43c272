package dev.vernier.collect;

import dev.vernier.statistics.BinadeHistogram;
import dev.vernier.statistics.Extremes;
import dev.vernier.statistics.Peculiarity;
import dev.vernier.statistics.StatisticsFile;
import dev.vernier.statistics.TensorStatistics;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a user should know of the samples, told from their statistics alone: without labels, and
 * without running anything.
 *
 * <p>One sentence a kind of finding, which names the first tensors and the samples, and ends with
 * the finding's identifier in brackets.
 */
public final class RangeHints {

    /** Below this, ranges still depend much on which samples they are. */
    static final int FEW_SAMPLES = 32;

    /** From this many on it says something that one sample sets most ends. */
    private static final int SAMPLES_TO_COMPARE = 8;

    private static final int NAMED = 3;

    private RangeHints() {}

    /** The sentences, none if there is nothing to tell. */
    public static List<String> of(StatisticsFile statistics) {
        List<String> hints = new ArrayList<>();
        if (statistics.samples() < FEW_SAMPLES) {
            hints.add(
                    "only %d sample%s: %d or more give steadier ranges [few-samples]"
                            .formatted(
                                    statistics.samples(),
                                    statistics.samples() == 1 ? "" : "s",
                                    FEW_SAMPLES));
        }
        Map<Peculiarity, List<String>> found = new EnumMap<>(Peculiarity.class);
        statistics
                .tensors()
                .forEach(
                        (name, tensor) -> {
                            for (Peculiarity peculiarity : Peculiarity.of(tensor)) {
                                found.computeIfAbsent(peculiarity, none -> new ArrayList<>())
                                        .add("'" + name + "'" + details(peculiarity, tensor));
                            }
                        });
        found.forEach(
                (peculiarity, tensors) ->
                        hints.add(
                                "%s in %s [%s]"
                                        .formatted(
                                                peculiarity.sentence(),
                                                some(tensors),
                                                peculiarity.id())));
        dominating(statistics).ifPresent(hints::add);
        return hints;
    }

    private static String details(Peculiarity peculiarity, TensorStatistics tensor) {
        Extremes ends = tensor.extremes().orElseThrow();
        return switch (peculiarity) {
            case DEAD -> "";
            case CONSTANT -> " (" + number(ends.min()) + ")";
            case OUTLIERS -> " (%s)".formatted(largest(ends));
            case LONE_EXTREME ->
                    Peculiarity.isMaxAlone(tensor)
                            ? lone("max", ends.max(), ends.maxSample(), nextMax(tensor))
                            : lone("min", ends.min(), ends.minSample(), nextMin(tensor));
        };
    }

    private static String largest(Extremes ends) {
        return ends.max() >= -ends.min()
                ? "%s in %s".formatted(number(ends.max()), ends.maxSample())
                : "%s in %s".formatted(number(ends.min()), ends.minSample());
    }

    private static String lone(String what, float end, String sample, float next) {
        return " (%s %s in %s, elsewhere %s)".formatted(what, number(end), sample, number(next));
    }

    private static float nextMax(TensorStatistics tensor) {
        BinadeHistogram maxima = tensor.sampleMaxima();
        return BinadeHistogram.innerEdge(maxima.binAt(maxima.size() - 2));
    }

    private static float nextMin(TensorStatistics tensor) {
        return BinadeHistogram.innerEdge(tensor.sampleMinima().binAt(1));
    }

    private static String some(List<String> tensors) {
        String named = String.join(", ", tensors.subList(0, Math.min(NAMED, tensors.size())));
        return tensors.size() > NAMED
                ? "%s and %d more tensors".formatted(named, tensors.size() - NAMED)
                : named;
    }

    /** One sample that sets more than half of all ends: the others add little. */
    private static Optional<String> dominating(StatisticsFile statistics) {
        Map<String, Integer> ends = endsBySample(statistics);
        int all = ends.values().stream().mapToInt(Integer::intValue).sum();
        if (statistics.samples() < SAMPLES_TO_COMPARE || all < SAMPLES_TO_COMPARE) {
            return Optional.empty();
        }
        return ends.entrySet().stream()
                .filter(sample -> 2 * sample.getValue() > all)
                .map(
                        sample ->
                                "%s alone sets %d of %d ends of ranges: more samples like it would"
                                                .formatted(sample.getKey(), sample.getValue(), all)
                                        + " give steadier ones [one-sample-decides]")
                .findFirst();
    }

    /**
     * How many ends of ranges each sample sets; an end at zero, as after a ReLU, is nobody's.
     *
     * @return ascending by name
     */
    public static Map<String, Integer> endsBySample(StatisticsFile statistics) {
        Map<String, Integer> ends = new TreeMap<>();
        for (TensorStatistics tensor : statistics.tensors().values()) {
            if (tensor.extremes().isPresent()) {
                Extremes extremes = tensor.extremes().get();
                if (extremes.min() != 0) {
                    ends.merge(extremes.minSample(), 1, Integer::sum);
                }
                if (extremes.max() != 0) {
                    ends.merge(extremes.maxSample(), 1, Integer::sum);
                }
            }
        }
        return ends;
    }

    private static String number(float value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
