package dev.vernier.improve;

import dev.vernier.improve.Step.Proposal;
import dev.vernier.improve.Step.Ranked;
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
 * <p>Of ranked changes all are tried, then the most promising, fewer and fewer. Those that make the
 * model slower have to gain more the more time they cost, and are tried only where the model is not
 * good without them.
 *
 * <p>Cost: one quantization in memory and one run over the held-out samples for each try.
 */
final class ChangeSearch {

    /** Above this, in dB, answers hardly change any more, and none is worth any time. */
    static final double GOOD = 25;

    /** Less than this in dB is not worth a change. */
    private static final double LEAST_GAIN = 0.02;

    /** What a change must gain in dB where it costs time, whatever its share. */
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
        boolean isGood = free.accuracy().decibel() >= GOOD;
        List<Ranked> ranked =
                proposal.ranked().stream().filter(each -> each.isFree() || !isGood).toList();
        return prefixes(free, ranked);
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

    /** With all, then the first 32, 16, 8 and so on: what gains most beyond its price. */
    private Found prefixes(Found start, List<Ranked> ranked) {
        Found best = start;
        double most = LEAST_GAIN;
        int number = ranked.size();
        for (int i = 0; i < tries && number > 0; i++) {
            List<Ranked> chosen = ranked.subList(0, number);
            number = Integer.highestOneBit(number - 1);
            List<Change> changes = chosen.stream().map(Ranked::change).toList();
            Candidate tried = Change.all(changes, start.candidate());
            Optional<Accuracy> after = measured(tried);
            Optional<Accuracy> first = best.firstTry().or(() -> after);
            best = new Found(best.candidate(), best.accuracy(), first, best.kept());
            if (after.isEmpty()) {
                continue;
            }
            double price = chosen.stream().mapToDouble(ChangeSearch::price).sum();
            double gain = after.get().decibel() - start.accuracy().decibel() - price;
            if (gain > most && gain(i, start.accuracy(), after.get()) - price > LEAST_GAIN) {
                most = gain;
                List<Change> kept = new ArrayList<>(start.kept());
                kept.addAll(changes);
                best = new Found(tried, after.get(), first, kept);
            }
        }
        return best;
    }

    /** What a change must gain, in dB. */
    private static double price(Ranked change) {
        return change.isFree() ? 0 : CHANGE_PRICE + SHARE_PRICE * change.share();
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
