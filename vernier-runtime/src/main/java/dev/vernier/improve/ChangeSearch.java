package dev.vernier.improve;

import dev.vernier.improve.Step.Proposal;
import dev.vernier.improve.Step.Ranked;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
        Measurements measurements = new Measurements(error, start.candidate(), changes);
        Deque<List<Integer>> untried = new ArrayDeque<>();
        untried.add(first(changes.size()));
        List<Integer> kept = List.of();
        Found best = start;
        for (int i = 0; i < tries && !untried.isEmpty() && !changes.isEmpty(); i++) {
            List<Integer> part = untried.remove();
            List<Integer> both = with(kept).apply(part);
            List<List<Integer>> halves = halves(part);
            Optional<List<Integer>> next =
                    Stream.concat(untried.stream(), halves.stream())
                            .limit(tries - 1 - i)
                            .findFirst()
                            .map(with(kept));
            Optional<Accuracy> after = measurements.of(both, next);
            Optional<Accuracy> first = i == 0 ? after : best.firstTry();
            best = new Found(best.candidate(), best.accuracy(), first, best.kept());
            if (after.isPresent() && gain(i, best.accuracy(), after.get()) > LEAST_GAIN) {
                kept = both;
                List<Change> made = measurements.changes(both);
                best = new Found(measurements.candidate(both), after.get(), first, made);
            } else {
                untried.addAll(halves);
            }
        }
        return best;
    }

    /** None of a single change. */
    private static List<List<Integer>> halves(List<Integer> part) {
        int half = part.size() / 2;
        return half == 0
                ? List.of()
                : List.of(part.subList(0, half), part.subList(half, part.size()));
    }

    /** Those kept and others, in the order of the step. */
    private static UnaryOperator<List<Integer>> with(List<Integer> kept) {
        return part -> Stream.concat(kept.stream(), part.stream()).sorted().toList();
    }

    private static List<Integer> first(int number) {
        return IntStream.range(0, number).boxed().toList();
    }

    /** What counts of a try: of those after the first, what other samples would show as well. */
    private static double gain(int number, Accuracy before, Accuracy after) {
        return number == 0 ? after.decibel() - before.decibel() : after.sureGainOver(before);
    }

    /** With all, then the first 32, 16, 8 and so on: what gains most beyond its price. */
    private Found prefixes(Found start, List<Ranked> ranked) {
        Measurements measurements =
                new Measurements(
                        error, start.candidate(), ranked.stream().map(Ranked::change).toList());
        Found best = start;
        double most = LEAST_GAIN;
        int number = ranked.size();
        for (int i = 0; i < tries && number > 0; i++) {
            List<Integer> places = first(number);
            double price = ranked.stream().limit(number).mapToDouble(ChangeSearch::price).sum();
            number = Integer.highestOneBit(number - 1);
            Optional<List<Integer>> next =
                    Stream.of(first(number))
                            .limit(tries - 1 - i)
                            .filter(x -> !x.isEmpty())
                            .findFirst();
            Optional<Accuracy> after = measurements.of(places, next);
            Optional<Accuracy> first = best.firstTry().or(() -> after);
            best = new Found(best.candidate(), best.accuracy(), first, best.kept());
            if (after.isEmpty()) {
                continue;
            }
            double gain = after.get().decibel() - start.accuracy().decibel() - price;
            if (gain > most && gain(i, start.accuracy(), after.get()) - price > LEAST_GAIN) {
                most = gain;
                List<Change> kept = new ArrayList<>(start.kept());
                kept.addAll(measurements.changes(places));
                best = new Found(measurements.candidate(places), after.get(), first, kept);
            }
        }
        return best;
    }

    /** What a change must gain, in dB. */
    private static double price(Ranked change) {
        return change.isFree() ? 0 : CHANGE_PRICE + SHARE_PRICE * change.share();
    }
}
