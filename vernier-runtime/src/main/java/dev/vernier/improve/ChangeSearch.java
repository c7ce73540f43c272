package dev.vernier.improve;

import dev.vernier.improve.Step.Proposal;
import dev.vernier.improve.Step.Ranked;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds which changes of a step lessen the error of the whole model: all of them if that helps,
 * else halves, and halves of halves, as long as there are tries left. Of these, chosen among many,
 * a gain counts less its standard error, {@link Accuracy#sureGainOver}: what a few samples cannot
 * tell from chance is not kept.
 *
 * <p>{@link RankedSearch} has the changes that differ in what they promise or cost. Those that make
 * the model slower are tried only where it is not good without them.
 *
 * <p>Cost: one quantization in memory and one run over the held-out samples for each try.
 */
final class ChangeSearch {

    /** Above this, in dB, answers hardly change any more, and none is worth any time. */
    static final double GOOD = 28;

    /** Less than this in dB is not worth a change. */
    static final double LEAST_GAIN = 0.02;

    /** So many times as many suspects are measured alone as a step may otherwise measure. */
    private static final int ALONE = 4;

    private final OutputError error;
    private final Supplier<OutputError> others;
    private final int tries;

    /**
     * What was found.
     *
     * @param candidate with the changes that are kept
     * @param accuracy what it reaches
     * @param firstTry what all changes together reach, if the model ran
     * @param kept the changes that were made
     * @param price what they had to gain, in dB
     */
    record Found(
            Candidate candidate,
            Accuracy accuracy,
            Optional<Accuracy> firstTry,
            List<Change> kept,
            double price) {

        /** In dB, beyond the price. */
        double worth() {
            return accuracy.decibel() - price;
        }

        /** The same after a try that is perhaps the first. */
        Found tried(Optional<Accuracy> after) {
            return new Found(candidate, accuracy, firstTry.or(() -> after), kept, price);
        }
    }

    /**
     * @param error what decides
     * @param others the same on other samples, where what was chosen has to hold
     * @param tries how often the model is quantized and run at most
     */
    ChangeSearch(OutputError error, Supplier<OutputError> others, int tries) {
        this.error = error;
        this.others = others;
        this.tries = tries;
    }

    /**
     * The best of what was tried.
     *
     * @param reached what {@code start} reaches
     */
    Found search(Candidate start, Accuracy reached, Proposal proposal) {
        Found free =
                halves(
                        new Found(start, reached, Optional.empty(), List.of(), 0),
                        proposal.changes());
        Found ranked = RankedSearch.of(error, free, worthATry(proposal.ranked(), free)).best(tries);
        return suspects(ranked, worthATry(proposal.suspects(), ranked));
    }

    /**
     * In the order given, and in that of what each gains alone; the latter only if it holds on
     * other samples too: of so many, measured on a few samples, the best is mostly luck.
     */
    private Found suspects(Found start, List<Ranked> suspects) {
        RankedSearch search = RankedSearch.of(error, start, suspects);
        Found asGiven = search.best(tries);
        Found measured = search.byGainAlone(ALONE * tries).best(tries);
        return measured.worth() > asGiven.worth() && holdsElsewhere(measured, start)
                ? measured
                : asGiven;
    }

    private boolean holdsElsewhere(Found found, Found start) {
        OutputError elsewhere = others.get();
        Optional<Accuracy> before = elsewhere.tried(start.candidate());
        Optional<Accuracy> after = elsewhere.tried(found.candidate());
        return before.isPresent()
                && after.isPresent()
                && after.get().sureGainOver(before.get()) - (found.price() - start.price())
                        > LEAST_GAIN;
    }

    private static List<Ranked> worthATry(List<Ranked> changes, Found found) {
        boolean isGood = found.accuracy().decibel() >= GOOD;
        return changes.stream().filter(each -> each.isFree() || !isGood).toList();
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
            best = i == 0 ? best.tried(after) : best;
            if (after.isPresent() && gain(i, best.accuracy(), after.get()) > LEAST_GAIN) {
                kept = both;
                List<Change> made = measurements.changes(both);
                best =
                        new Found(
                                measurements.candidate(both),
                                after.get(),
                                best.firstTry(),
                                made,
                                0);
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
}
