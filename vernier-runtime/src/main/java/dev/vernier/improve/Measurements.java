package dev.vernier.improve;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a candidate reaches with some of the changes of a step, named by their places in the list.
 *
 * <p>A try is mostly one thread's work: the model is written and loaded. So what is likely to be
 * asked for next is measured beside it, where memory allows; if it is not asked for after all, time
 * was lost that nobody else had use for. Has no influence on results. Not thread-safe.
 */
final class Measurements {

    private final OutputError error;
    private final Candidate start;
    private final List<Change> changes;
    private final Map<List<Integer>, Optional<Accuracy>> known = new HashMap<>();

    Measurements(OutputError error, Candidate start, List<Change> changes) {
        this.error = error;
        this.start = start;
        this.changes = changes;
    }

    /** The changes at these places. */
    List<Change> changes(List<Integer> places) {
        return places.stream().map(changes::get).toList();
    }

    /** With these changes. */
    Candidate candidate(List<Integer> places) {
        return Change.all(changes(places), start);
    }

    /**
     * What it reaches with these changes; empty if the quantized model does not load or run.
     *
     * @param next what is likely to be asked for after this
     */
    Optional<Accuracy> of(List<Integer> places, Optional<List<Integer>> next) {
        if (!known.containsKey(places)) {
            Stream.concat(Stream.of(places), next.filter(each -> error.takesTwo()).stream())
                    .toList()
                    .parallelStream()
                    .map(each -> Map.entry(each, error.tried(candidate(each))))
                    .toList()
                    .forEach(each -> known.put(each.getKey(), each.getValue()));
        }
        return known.getOrDefault(places, Optional.empty());
    }
}
