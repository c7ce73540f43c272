package dev.vernier.improve;

import dev.vernier.improve.Step.Priced;
import dev.vernier.improve.Step.Proposal;
import dev.vernier.runner.RunException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds which changes of a step lessen the error of the whole model: all of them if that helps,
 * else halves, and halves of halves, as long as there are tries left. Of these, chosen among many,
 * a gain counts less its standard error, {@link Accuracy#sureGainOver}: what a few samples cannot
 * tell from chance is not kept.
 *
 * <p>Changes that make the model slower come after the others, and only where it is not good
 * without them: the most promising first, in growing numbers. They have to gain more the more time
 * they cost.
 *
 * <p>Cost: one quantization in memory and one run over the held-out samples for each try.
 */
final class ChangeSearch {

    /** Above this, in dB, answers hardly change any more, and none is worth any time. */
    static final double GOOD = 25;

    /** Less than this in dB is not worth a change. */
    private static final double LEAST_GAIN = 0.02;

    /** What a change must gain in dB where it may cost time, whatever its share. */
    private static final double CHANGE_PRICE = 0.1;

    /** What a change that takes as long as all of the float model would have to gain, in dB. */
    private static final double SHARE_PRICE = 30;

    private final OutputError error;
    private final int tries;

    /**
     * What was found.
     *
     * @param candidate with the changes that are kept
     * @param accuracy what it reaches
     * @param firstTry what all changes together reach, if the model ran
     * @param kept the changes that were made
     */
    record Found(
            Candidate candidate,
            Accuracy accuracy,
            Optional<Accuracy> firstTry,
            List<Change> kept) {}

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
     * @param reached what {@code start} reaches
     */
    Found search(Candidate start, Accuracy reached, Proposal proposal) {
        Found free =
                halves(new Found(start, reached, Optional.empty(), List.of()), proposal.changes());
        return free.accuracy().decibel() < GOOD ? prefixes(free, proposal.priced()) : free;
    }

    private Found halves(Found start, List<Change> changes) {
        Deque<List<Integer>> untried = new ArrayDeque<>();
        untried.add(IntStream.range(0, changes.size()).boxed().toList());
        List<Integer> kept = new ArrayList<>();
        Found best = start;
        for (int i = 0; i < tries && !untried.isEmpty() && !changes.isEmpty(); i++) {
            List<Integer> part = untried.remove();
            List<Integer> both = new ArrayList<>(kept);
            both.addAll(part);
            both.sort(Comparator.naturalOrder());
            List<Change> chosen = both.stream().map(changes::get).toList();
            Candidate tried = Change.all(chosen, start.candidate());
            Optional<Accuracy> after = measured(tried);
            Optional<Accuracy> first = i == 0 ? after : best.firstTry();
            best = new Found(best.candidate(), best.accuracy(), first, best.kept());
            if (after.isPresent() && gain(i, best.accuracy(), after.get()) > LEAST_GAIN) {
                kept = both;
                best = new Found(tried, after.get(), first, chosen);
            } else if (part.size() > 1) {
                untried.add(part.subList(0, part.size() / 2));
                untried.add(part.subList(part.size() / 2, part.size()));
            }
        }
        return best;
    }

    /** What counts of a try: of those after the first, what other samples would show as well. */
    private static double gain(int number, Accuracy before, Accuracy after) {
        return number == 0 ? after.decibel() - before.decibel() : after.sureGainOver(before);
    }

    /** With the first, the first two, four and so on: what gains most beyond its price. */
    private Found prefixes(Found start, List<Priced> priced) {
        Found best = start;
        double most = 0;
        int number = 1;
        for (int i = 0; i < tries && number <= priced.size(); i++) {
            List<Priced> chosen = priced.subList(0, number);
            List<Change> changes = chosen.stream().map(Priced::change).toList();
            Candidate tried = Change.all(changes, start.candidate());
            Optional<Accuracy> after = measured(tried);
            Optional<Accuracy> first = best.firstTry().or(() -> after);
            best = new Found(best.candidate(), best.accuracy(), first, best.kept());
            double share = chosen.stream().mapToDouble(Priced::share).sum();
            double gain =
                    after.orElse(start.accuracy()).decibel()
                            - start.accuracy().decibel()
                            - price(number, share);
            if (after.isPresent() && gain > most) {
                most = gain;
                List<Change> kept = new ArrayList<>(start.kept());
                kept.addAll(changes);
                best = new Found(tried, after.get(), first, kept);
            }
            number *= 2;
        }
        return best;
    }

    /** What a gain must exceed, in dB. */
    private static double price(int changes, double share) {
        return CHANGE_PRICE * changes + SHARE_PRICE * share;
    }

    /** Empty if the quantized model does not load or run. */
    private Optional<Accuracy> measured(Candidate candidate) {
        try {
            return Optional.of(error.accuracy(candidate));
        } catch (RunException e) {
            return Optional.empty();
        }
    }
}
