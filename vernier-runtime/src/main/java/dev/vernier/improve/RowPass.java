package dev.vernier.improve;

import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
import dev.vernier.improve.matrix.Rows;
import dev.vernier.improve.matrix.StoredRows;
import dev.vernier.runner.HeapRoom;
import dev.vernier.runner.LiftedForm;
import dev.vernier.runner.RunException;
import dev.vernier.runner.RunOutput;
import dev.vernier.runner.RunTensor;
import dev.vernier.runner.Runner;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * Runs samples through a float model and takes rows of what its layers multiply.
 *
 * <p>Samples run at the same time, each by one thread, as many as {@link Together} allows; what is
 * taken of a sample depends on nothing but the sample and its number. A sample on which the model
 * does not run and rows that are not finite are left out, as they are of calibration. The rows wait
 * in a {@link RowStore}, their number cut so that all layers together take at most 64 MB of it.
 * Memory: what the runtime holds of the samples that run at once, and one value of each as an
 * array.
 */
final class RowPass {

    private static final int MOST_ROWS = 512;
    private static final long MOST_BYTES = 64L << 20;

    /** Bytes of arrays, often too large for the young generation, after which room is made. */
    private static final long LEFT_BEHIND = 128L << 20;

    private final Runner runner;
    private final RowStore store;
    private final Set<String> computed;
    private final Map<RowSource, Integer> columns = new LinkedHashMap<>();
    private final Map<String, LiftedForm> forms = new HashMap<>();
    private final Set<String> watched;
    private final Map<String, ChannelExtremes> extremes = new ConcurrentHashMap<>();
    private final Map<RowSource, LongAdder> totals = new ConcurrentHashMap<>();
    private final LongAdder ran = new LongAdder();
    private final Together together = new Together();
    private final AtomicLong copied = new AtomicLong();

    /**
     * @param runner of the model, with {@code computed} as outputs
     * @param computed what {@link #computed} gives for the same candidate and layers
     * @param store where rows wait
     */
    RowPass(
            Runner runner,
            Set<String> computed,
            Candidate candidate,
            List<Layer> layers,
            RowStore store) {
        this.runner = runner;
        this.store = store;
        this.computed = Set.copyOf(computed);
        for (Layer layer : layers) {
            columns.put(layer.source(), layer.depth() * layer.groups());
            forms.computeIfAbsent(layer.input(), layer.place()::formOf);
            forms.computeIfAbsent(layer.node().output(), layer.place()::formOf);
        }
        this.watched = new HashSet<>(written(layers));
        for (GatedPath path : GatedPath.of(layers)) {
            for (String value : path.quantized(candidate)) {
                forms.computeIfAbsent(value, path.before().place()::formOf);
                watched.add(value);
            }
        }
        columns.keySet().stream()
                .filter(source -> source.window().isPresent())
                .forEach(source -> watched.add(source.value()));
    }

    /**
     * How far each channel of what convolutions read and write, and of what is between, went in all
     * rows so far.
     */
    Map<String, ChannelExtremes> extremes() {
        return Map.copyOf(extremes);
    }

    /** How many rows there are in a sample, of each source: the mean of all runs so far. */
    Map<RowSource, Long> positions() {
        Map<RowSource, Long> positions = new HashMap<>();
        totals.forEach(
                (source, total) ->
                        positions.put(
                                source, Math.max(1, Math.round(total.sum() / (double) ran.sum()))));
        return positions;
    }

    /** Samples that can run at once. */
    Together together() {
        return together;
    }

    /** Rows of all samples together, some 512 of each source. */
    Map<RowSource, StoredRows> rows(List<Sample> samples) {
        long width = columns.values().stream().mapToLong(Integer::longValue).sum();
        long most = Math.min(MOST_ROWS, MOST_BYTES / Math.max(1, width * Float.BYTES));
        int each = (int) Math.max(1, (most + samples.size() - 1) / samples.size());
        Map<RowSource, GatheredRows> gathered = gathered(samples.size(), each);
        together.forEach(samples.size(), i -> run(samples.get(i), new Taker(i, each, gathered)));
        Map<RowSource, StoredRows> rows = new HashMap<>();
        gathered.forEach((source, found) -> rows.put(source, found.stored()));
        return rows;
    }

    /** Room for rows of each source, in the order of the layers. */
    private Map<RowSource, GatheredRows> gathered(int samples, int each) {
        Map<RowSource, GatheredRows> gathered = new LinkedHashMap<>();
        columns.forEach(
                (source, length) ->
                        gathered.put(source, new GatheredRows(store, samples, each, length)));
        return gathered;
    }

    /** Runs a sample to see how much of everything there is in it. */
    void measure(Sample sample) {
        run(sample, new Taker(0, 0, gathered(1, 0)));
    }

    /** Whether the model runs on a sample, of which rows are then taken. */
    private boolean run(Sample sample, Taker taker) {
        try {
            runner.run(sample, computed, taker::take);
        } catch (RunException e) {
            return false;
        }
        ran.increment();
        sample.inputs().forEach(taker::take);
        together.saw(taker.bytes);
        return true;
    }

    /** Takes rows of one sample. */
    private final class Taker {

        private final int number;
        private final int each;
        private final Map<RowSource, GatheredRows> gathered;
        private long bytes;

        Taker(int number, int each, Map<RowSource, GatheredRows> gathered) {
            this.number = number;
            this.each = each;
            this.gathered = gathered;
        }

        void take(String value, RunOutput output) {
            if (output.isFloat()) {
                take(value, output.copy());
            }
        }

        void take(String value, SampleTensor input) {
            if (input.type().isFloat()) {
                take(value, RunTensor.ofFloats(input.type(), input.shape(), input.floats()));
            }
        }

        private void take(String value, RunTensor found) {
            long size = (long) Float.BYTES * found.floats().length;
            bytes += size;
            if (copied.addAndGet(size) > LEFT_BEHIND) {
                copied.set(0);
                HeapRoom.make();
            }
            Optional.ofNullable(forms.get(value))
                    .filter(form -> size > 0) // of a branch that did not run there is nothing
                    .ifPresent(form -> take(value, found, form));
        }

        private void take(String value, RunTensor found, LiftedForm form) {
            if (watched.contains(value)) {
                form.inBody(found)
                        .flatMap(inside -> ChannelExtremes.of(inside.floats(), inside.shape()))
                        .ifPresent(seen -> extremes.merge(value, seen, ChannelExtremes::with));
            }
            int place = 0;
            for (Map.Entry<RowSource, GatheredRows> entry : gathered.entrySet()) {
                RowSource source = entry.getKey();
                GatheredRows to = entry.getValue();
                long seed = 1_000_003L * number + place++;
                if (source.value().equals(value)) {
                    Optional<RunTensor> multiplied =
                            source.window().isPresent()
                                    ? form.inBody(found)
                                    : form.inRows(found, to.columns());
                    multiplied.ifPresent(inside -> take(source, inside, seed, to));
                }
            }
        }

        private void take(RowSource source, RunTensor inside, long seed, GatheredRows to) {
            float[] values = inside.floats();
            long[] shape = inside.shape();
            RowSampler sampler = new RowSampler(source, each);
            if (shape.length > 1) {
                totals.computeIfAbsent(source, all -> new LongAdder())
                        .add(sampler.total(values, shape));
            }
            Rows rows = sampler.rows(values, shape, seed);
            if (rows.columns() == to.columns()) {
                to.put(number, rows);
            }
        }
    }

    /**
     * The inputs of layers that a graph computes, and what convolutions write to a grid, or curves
     * behind them.
     */
    static Set<String> computed(Candidate candidate, List<Layer> layers) {
        Set<String> computed = new LinkedHashSet<>();
        layers.stream()
                .map(Layer::input)
                .filter(value -> !candidate.graph().isInput(value))
                .forEach(computed::add);
        computed.addAll(written(layers));
        GatedPath.of(layers).forEach(path -> computed.addAll(path.quantized(candidate)));
        return computed;
    }

    private static Collection<String> written(List<Layer> layers) {
        return layers.stream()
                .filter(layer -> layer.source().window().isPresent())
                .filter(Layer::isQuantizedAsWritten)
                .map(layer -> layer.node().output())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
