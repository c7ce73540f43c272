package dev.vernier.improve;

import dev.vernier.runner.RunException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Finds which changes of a step lessen the error of the whole model: all of them if that helps,
 * else halves, and halves of halves, as long as there are tries left.
 *
 * <p>Cost: one quantization in memory and one run over the held-out samples for each try.
 */
final class ChangeSearch {

    /** Less than this in dB says nothing. */
    private static final double LEAST_GAIN = 0.02;

    private final OutputError error;
    private final int tries;

    /**
     * What was found.
     *
     * @param candidate with the changes that are kept
     * @param decibel its error
     * @param firstTry the error with all changes together, if the model ran
     * @param kept number of changes
     */
    record Found(Candidate candidate, double decibel, Optional<Double> firstTry, int kept) {}

    /**
     * @param error what decides
     * @param tries how often the model is quantized and run at most
     */
    ChangeSearch(OutputError error, int tries) {
        this.error = error;
        this.tries = tries;
    }

    /**
     * The best of what was tried.
     *
     * @param reached the error of {@code start}
     */
    Found search(Candidate start, double reached, List<Change> changes) {
        Deque<List<Integer>> untried = new ArrayDeque<>();
        untried.add(java.util.stream.IntStream.range(0, changes.size()).boxed().toList());
        List<Integer> kept = new ArrayList<>();
        Candidate best = start;
        double least = reached;
        Optional<Double> firstTry = Optional.empty();
        for (int i = 0; i < tries && !untried.isEmpty(); i++) {
            List<Integer> part = untried.remove();
            List<Integer> both = new ArrayList<>(kept);
            both.addAll(part);
            both.sort(Comparator.naturalOrder());
            Candidate tried = Change.all(both.stream().map(changes::get).toList(), start);
            Optional<Double> after = decibel(tried);
            firstTry = i == 0 ? after : firstTry;
            if (after.isPresent() && after.get() > least + LEAST_GAIN) {
                best = tried;
                least = after.get();
                kept = both;
            } else if (part.size() > 1) {
                untried.add(part.subList(0, part.size() / 2));
                untried.add(part.subList(part.size() / 2, part.size()));
            }
        }
        return new Found(best, least, firstTry, kept.size());
    }

    /** Empty if the quantized model does not load or run. */
    private Optional<Double> decibel(Candidate candidate) {
        try {
            return Optional.of(error.decibel(candidate));
        } catch (RunException e) {
            return Optional.empty();
        }
    }
}
