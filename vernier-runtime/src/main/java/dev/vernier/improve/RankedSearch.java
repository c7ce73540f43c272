package dev.vernier.improve;

import dev.vernier.improve.ChangeSearch.Found;
import dev.vernier.improve.Step.Ranked;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds how many of the most promising changes gain most, in dB, beyond their prices: all are
 * tried, then the first 32, 16, 8 and so on.
 *
 * <p>Which are the most promising is guessed before, or measured as well. What was chosen by
 * measuring counts less its standard error, {@link Accuracy#sureGainOver}. Not thread-safe.
 */
final class RankedSearch {

    /** Of a change that was not measured, or whose model does not run. */
    private static final double NO_GAIN = Double.NEGATIVE_INFINITY;

    private final Found start;
    private final List<Ranked> changes;
    private final Measurements measurements;
    private final List<Integer> order;
    private final boolean isMeasured;

    private RankedSearch(
            Found start,
            List<Ranked> changes,
            Measurements measurements,
            List<Integer> order,
            boolean isMeasured) {
        this.start = start;
        this.changes = changes;
        this.measurements = measurements;
        this.order = order;
        this.isMeasured = isMeasured;
    }

    /**
     * A search in the order given.
     *
     * @param start what the changes come on top of
     * @param changes the most promising first
     */
    static RankedSearch of(OutputError error, Found start, List<Ranked> changes) {
        List<Change> all = changes.stream().map(Ranked::change).toList();
        Measurements measurements = new Measurements(error, start.candidate(), all);
        List<Integer> order = IntStream.range(0, changes.size()).boxed().toList();
        return new RankedSearch(start, changes, measurements, order, false);
    }

    /**
     * The same in the order of what each change gains alone beyond its price.
     *
     * @param most so many are measured; the others stay behind them
     */
    RankedSearch byGainAlone(int most) {
        List<List<Integer>> alone = order.stream().limit(most).map(List::of).toList();
        Map<Integer, Double> gains = new HashMap<>();
        for (int i = 0; i < alone.size(); i++) {
            List<Integer> one = alone.get(i);
            measurements
                    .of(one, alone.stream().skip(i + 1).findFirst())
                    .ifPresent(after -> gains.put(one.get(0), gain(one, after)));
        }
        Comparator<Integer> byGain =
                Comparator.comparingDouble(place -> -gains.getOrDefault(place, NO_GAIN));
        return new RankedSearch(
                start, changes, measurements, order.stream().sorted(byGain).toList(), true);
    }

    /**
     * The best of what was tried; the start if nothing pays.
     *
     * @param most how many numbers of changes at most
     */
    Found best(int most) {
        List<List<Integer>> tries =
                Stream.iterate(order.size(), n -> n > 0, n -> Integer.highestOneBit(n - 1))
                        .limit(most)
                        .map(this::first)
                        .toList();
        Found best = start;
        double gained = ChangeSearch.LEAST_GAIN;
        for (int i = 0; i < tries.size(); i++) {
            List<Integer> places = tries.get(i);
            Optional<Accuracy> after =
                    measurements.of(places, tries.stream().skip(i + 1).findFirst());
            best = best.tried(after);
            boolean isChosen = isMeasured || i > 0;
            if (after.isPresent()
                    && gain(places, after.get()) > gained
                    && (!isChosen || isSure(places, after.get()))) {
                gained = gain(places, after.get());
                best = with(places, after.get(), best.firstTry());
            }
        }
        return best;
    }

    /** In the order of the step. */
    private List<Integer> first(int number) {
        return order.subList(0, number).stream().sorted().toList();
    }

    private Found with(List<Integer> places, Accuracy after, Optional<Accuracy> firstTry) {
        List<Change> kept = new ArrayList<>(start.kept());
        kept.addAll(measurements.changes(places));
        return new Found(
                measurements.candidate(places),
                after,
                firstTry,
                kept,
                start.price() + price(places));
    }

    /** Whether other samples would show it as well. */
    private boolean isSure(List<Integer> places, Accuracy after) {
        double sure = after.sureGainOver(start.accuracy()) - price(places);
        return sure > ChangeSearch.LEAST_GAIN;
    }

    private double gain(List<Integer> places, Accuracy after) {
        return after.decibel() - start.accuracy().decibel() - price(places);
    }

    private double price(List<Integer> places) {
        return places.stream().mapToDouble(place -> changes.get(place).price()).sum();
    }
}
