package dev.vernier.improve;

import dev.vernier.improve.matrix.Rows;
import dev.vernier.improve.matrix.StoredRows;
import dev.vernier.runner.HeapRoom;
import dev.vernier.target.Target;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Rows that each layer of one graph multiplies by its weight, in float, on calibration samples;
 * read from where they wait at every use.
 *
 * @param target whose schemes the candidate follows
 * @param fitted to fit on
 * @param heldOut of other samples, to judge by
 * @param positions how many rows there are in a sample, the mean over all runs
 * @param extremes of what convolutions read and write, by value, over all rows of all samples
 */
public record Evidence(
        Target target,
        Map<RowSource, StoredRows> fitted,
        Map<RowSource, StoredRows> heldOut,
        Map<RowSource, Long> positions,
        Map<String, ChannelExtremes> extremes) {

    public Evidence {
        positions = Map.copyOf(positions);
        extremes = Map.copyOf(extremes);
        fitted = Map.copyOf(fitted);
        heldOut = Map.copyOf(heldOut);
    }

    /** Whether there are rows of a layer to fit on and to judge by. */
    boolean knows(Layer layer) {
        return hasRows(fitted, layer) && hasRows(heldOut, layer);
    }

    /** Whether it is known how far the channels go that a layer reads, or writes. */
    boolean knowsReach(String value) {
        return extremes.containsKey(value);
    }

    ChannelExtremes reach(String value) {
        return Optional.ofNullable(extremes.get(value)).orElseThrow();
    }

    private static boolean hasRows(Map<RowSource, StoredRows> rows, Layer layer) {
        StoredRows found = rows.get(layer.source());
        return found != null
                && found.count() > 0
                && found.columns() == layer.depth() * layer.groups();
    }

    /** The same of a graph in which the channels of a value are multiplied. */
    Evidence scaled(String value, float[] factors) {
        Map<String, ChannelExtremes> multiplied = new HashMap<>(extremes);
        multiplied.computeIfPresent(value, (name, found) -> found.scaled(factors));
        return new Evidence(
                target,
                scaled(fitted, value, factors),
                scaled(heldOut, value, factors),
                positions,
                multiplied);
    }

    private static Map<RowSource, StoredRows> scaled(
            Map<RowSource, StoredRows> rows, String value, float[] factors) {
        Map<RowSource, StoredRows> scaled = new HashMap<>(rows);
        scaled.replaceAll(
                (source, found) -> source.value().equals(value) ? found.scaled(factors) : found);
        return scaled;
    }

    Rows fitted(Layer layer) {
        return found(fitted, layer);
    }

    Rows heldOut(Layer layer) {
        return found(heldOut, layer);
    }

    private static Rows found(Map<RowSource, StoredRows> rows, Layer layer) {
        StoredRows found = rows.get(layer.source());
        if (found == null) {
            throw new IllegalArgumentException("evidence must have rows; " + layer.source());
        }
        HeapRoom.make();
        return found.read();
    }
}
