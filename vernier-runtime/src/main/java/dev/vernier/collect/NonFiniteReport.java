package dev.vernier.collect;

import dev.vernier.data.ModelInputs;
import dev.vernier.data.Sample;
import dev.vernier.data.SampleCursor;
import dev.vernier.data.Samples;
import dev.vernier.graph.Model;
import dev.vernier.statistics.NonFinite;
import dev.vernier.statistics.StatisticsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The tensors that had NaN or infinite values.
 *
 * @param tensors by name
 */
record NonFiniteReport(Map<String, NonFinite> tensors) {

    private static final int NAMED = 3;

    static NonFiniteReport of(StatisticsFile statistics) {
        Map<String, NonFinite> found = new TreeMap<>();
        statistics
                .tensors()
                .forEach(
                        (name, tensor) -> {
                            if (tensor.nonFinite().total() > 0) {
                                found.put(name, tensor.nonFinite());
                            }
                        });
        return new NonFiniteReport(found);
    }

    boolean isEmpty() {
        return tensors.isEmpty();
    }

    /** One note a tensor, of the first few. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        tensors.entrySet().stream()
                .limit(NAMED)
                .map(
                        tensor ->
                                "left out of '%s': %s, for example in sample %s"
                                        .formatted(
                                                tensor.getKey(),
                                                count(tensor.getValue()),
                                                tensor.getValue().sample().orElse("")))
                .forEach(notes::add);
        if (tensors.size() > NAMED) {
            notes.add(
                    "left out of %d more tensors as well; vernier inspect shows it of statistics"
                            .formatted(tensors.size() - NAMED));
        }
        return notes;
    }

    private static String count(NonFinite values) {
        return "%d NaN, %d infinite"
                .formatted(values.nan(), values.positiveInfinity() + values.negativeInfinity());
    }

    /**
     * Why these statistics are refused, with the node where it begins: that sample is run again.
     */
    NonFiniteException refusal(Model model, Path folder, Samples samples) throws IOException {
        String name =
                tensors.values().stream()
                        .flatMap(values -> values.sample().stream())
                        .min(String::compareTo)
                        .orElseThrow(() -> new IllegalStateException("a sample must be named"));
        Optional<Sample> sample = find(name, samples, ModelInputs.of(model.graph()));
        Optional<NonFiniteOrigin> origin =
                sample.flatMap(found -> NonFiniteOrigin.find(model, folder, found));
        String tensor =
                tensors.entrySet().stream()
                        .filter(entry -> entry.getValue().sample().equals(Optional.of(name)))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse("");
        return new NonFiniteException(
                origin.map(NonFiniteOrigin::tensor).orElse(tensor),
                name,
                "%s; sample=%s; in all: %s; correct it or pass --nonfinite=ignore to leave such values out"
                        .formatted(
                                origin.map(NonFiniteOrigin::describe)
                                        .orElse("tensor '" + tensor + "' must be finite"),
                                name,
                                total()));
    }

    private String total() {
        String first =
                tensors.entrySet().stream()
                        .limit(NAMED)
                        .map(tensor -> "'" + tensor.getKey() + "' " + count(tensor.getValue()))
                        .collect(Collectors.joining("; "));
        return tensors.size() > NAMED
                ? "%s; %d more tensors".formatted(first, tensors.size() - NAMED)
                : first;
    }

    private static Optional<Sample> find(String name, Samples samples, ModelInputs inputs)
            throws IOException {
        try (SampleCursor cursor = samples.cursor(inputs)) {
            Optional<Sample> next = cursor.next();
            while (next.isPresent() && !next.get().name().equals(name)) {
                next = cursor.next();
            }
            return next;
        }
    }
}
