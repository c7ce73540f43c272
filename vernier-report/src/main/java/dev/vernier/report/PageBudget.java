package dev.vernier.report;

import dev.vernier.report.Layer.Distribution;
import dev.vernier.report.Layer.Weight;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Makes the drawings of a record coarser until its page is small enough.
 *
 * <pre>
 * 64 bins, 48 groups of channels  ->  32, 24  ->  16, 12  ->  8, 6
 * then drawings of the layers only that lose most by themselves: half of them, a quarter, ...
 * </pre>
 *
 * <p>Figures stay, about 0.8 KB a layer: beyond a thousand layers a page may be larger.
 */
final class PageBudget {

    private static final int HALVINGS = 3;

    private PageBudget() {}

    /**
     * The text of a record, or of a coarser one.
     *
     * @param room bytes that the text may have in UTF-8
     */
    static String fitting(RunRecord run, int room, Function<RunRecord, String> text) {
        List<Layer> layers = run.layers();
        String fitting = text.apply(run);
        for (int i = 0; i < HALVINGS && isTooLong(fitting, room); i++) {
            layers = layers.stream().map(PageBudget::coarser).toList();
            fitting = text.apply(run.withLayers(layers));
        }
        for (int drawn = layers.size() / 2; drawn > 0 && isTooLong(fitting, room); drawn /= 2) {
            fitting = text.apply(run.withLayers(drawnOnly(layers, drawn)));
        }
        return fitting;
    }

    private static boolean isTooLong(String text, int room) {
        return text.getBytes(StandardCharsets.UTF_8).length > room;
    }

    private static List<Layer> drawnOnly(List<Layer> layers, int drawn) {
        Set<Layer> worst = Collections.newSetFromMap(new IdentityHashMap<>());
        layers.stream()
                .sorted(Comparator.comparingDouble(layer -> layer.local().orElse(Double.MAX_VALUE)))
                .limit(drawn)
                .forEach(worst::add);
        return layers.stream()
                .map(
                        layer ->
                                worst.contains(layer)
                                        ? layer
                                        : layer.withDrawings(Optional.empty(), Optional.empty()))
                .toList();
    }

    private static Layer coarser(Layer layer) {
        return layer.withDrawings(
                layer.distribution().map(PageBudget::coarser),
                layer.weight().map(PageBudget::coarser));
    }

    private static Distribution coarser(Distribution seen) {
        return new Distribution(
                seen.from(),
                seen.to(),
                paired(seen.counts(), Long::sum),
                seen.below(),
                seen.above(),
                seen.min(),
                seen.max(),
                seen.count(),
                seen.alternatives());
    }

    private static Weight coarser(Weight weight) {
        return new Weight(
                weight.tensor(),
                weight.type(),
                weight.channels(),
                paired(weight.smallest(), Math::min),
                paired(weight.largest(), Math::max));
    }

    /** Neighbours in one; the last alone if they are odd. */
    private static <T> List<T> paired(List<T> values, BiFunction<T, T, T> merge) {
        List<T> pairs = new ArrayList<>();
        for (int i = 0; i < values.size(); i += 2) {
            T first = values.get(i);
            pairs.add(i + 1 < values.size() ? merge.apply(first, values.get(i + 1)) : first);
        }
        return pairs;
    }
}
