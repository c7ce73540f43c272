package dev.vernier.improve;

import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
import dev.vernier.improve.matrix.Rows;
import dev.vernier.runner.LiftedForm;
import dev.vernier.runner.RunException;
import dev.vernier.runner.RunTensor;
import dev.vernier.runner.Runner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Runs samples through a float model and takes rows of what its layers multiply.
 *
 * <p>Samples run at the same time, each by one thread; what is taken of a sample depends on nothing
 * but the sample and its number. A sample on which the model does not run and rows that are not
 * finite are left out, as they are of calibration. Memory: the rows, whose number is cut so that
 * all layers together take at most 64 MB.
 */
final class RowPass {

    private static final int MOST_ROWS = 512;
    private static final long MOST_BYTES = 64L << 20;

    private final Runner runner;
    private final Set<String> computed;
    private final Map<RowSource, Integer> columns = new LinkedHashMap<>();
    private final Map<String, LiftedForm> forms = new HashMap<>();
    private final Set<String> written;
    private final Map<String, ChannelExtremes> extremes = new ConcurrentHashMap<>();
    private final Map<RowSource, LongAdder> totals = new ConcurrentHashMap<>();
    private final LongAdder ran = new LongAdder();

    /**
     * @param runner of the model, with the layers' inputs as outputs
     * @param computed the inputs that the model computes; others are inputs of the model
     */
    RowPass(Runner runner, Set<String> computed, List<Layer> layers) {
        this.runner = runner;
        this.computed = Set.copyOf(computed);
        this.written = written(layers);
        for (Layer layer : layers) {
            columns.put(layer.source(), layer.depth() * layer.groups());
            forms.computeIfAbsent(layer.input(), layer.place()::formOf);
            forms.computeIfAbsent(layer.node().output(), layer.place()::formOf);
        }
    }

    /** How far each channel of what convolutions read and write went in all rows so far. */
    Map<String, ChannelExtremes> extremes() {
        return Map.copyOf(extremes);
    }

    private void addExtremes(Sample sample, Map<String, RunTensor> values) {
        Set<String> watched = new HashSet<>(written);
        columns.keySet().stream()
                .filter(source -> source.window().isPresent())
                .forEach(source -> watched.add(source.value()));
        for (String value : watched) {
            tensor(value, sample, values)
                    .flatMap(formOf(value)::inBody)
                    .flatMap(found -> ChannelExtremes.of(found.floats(), found.shape()))
                    .ifPresent(found -> extremes.merge(value, found, ChannelExtremes::with));
        }
    }

    /** Rows of all samples together, at most 512 of each source. */
    Map<RowSource, Rows> rows(List<Sample> samples) {
        long width = columns.values().stream().mapToLong(Integer::longValue).sum();
        long most = Math.min(MOST_ROWS, MOST_BYTES / Math.max(1, width * Float.BYTES));
        int each = (int) Math.max(1, (most + samples.size() - 1) / samples.size());
        List<Map<RowSource, Rows>> parts =
                IntStream.range(0, samples.size())
                        .parallel()
                        .mapToObj(i -> rows(samples.get(i), i, each))
                        .toList();
        Map<RowSource, Rows> all = new HashMap<>();
        columns.forEach(
                (source, width1) -> {
                    List<Rows> found = new ArrayList<>();
                    parts.forEach(
                            part -> Optional.ofNullable(part.get(source)).ifPresent(found::add));
                    all.put(source, Rows.concatenated(found, width1));
                });
        return all;
    }

    /** How many rows there are in a sample, of each source: the mean of all samples so far. */
    Map<RowSource, Long> positions() {
        Map<RowSource, Long> positions = new HashMap<>();
        totals.forEach(
                (source, total) ->
                        positions.put(
                                source, Math.max(1, Math.round(total.sum() / (double) ran.sum()))));
        return positions;
    }

    private Map<RowSource, Rows> rows(Sample sample, int number, int each) {
        Map<String, RunTensor> values;
        try {
            values = runner.run(sample, computed);
        } catch (RunException e) {
            return Map.of();
        }
        ran.increment();
        addExtremes(sample, values);
        Map<RowSource, Rows> rows = new HashMap<>();
        int place = 0;
        for (Map.Entry<RowSource, Integer> entry : columns.entrySet()) {
            RowSource source = entry.getKey();
            long seed = 1_000_003L * number + place++;
            RowSampler sampler = new RowSampler(source, each);
            Optional<RunTensor> tensor = multiplied(entry, sample, values);
            tensor.ifPresent(
                    found ->
                            totals.computeIfAbsent(source, all -> new LongAdder())
                                    .add(sampler.total(found.floats(), found.shape())));
            tensor.map(found -> sampler.rows(found.floats(), found.shape(), seed))
                    .filter(found -> found.columns() == entry.getValue())
                    .map(Rows::finite)
                    .ifPresent(found -> rows.put(source, found));
        }
        return rows;
    }

    /** What layers multiply of a sample; of a body, all that it came to. */
    private Optional<RunTensor> multiplied(
            Map.Entry<RowSource, Integer> read, Sample sample, Map<String, RunTensor> values) {
        RowSource source = read.getKey();
        LiftedForm form = formOf(source.value());
        return tensor(source.value(), sample, values)
                .flatMap(
                        found ->
                                source.window().isPresent()
                                        ? form.inBody(found)
                                        : form.inRows(found, read.getValue()))
                .filter(found -> found.floats().length > 0); // a branch that did not run
    }

    private LiftedForm formOf(String value) {
        return Optional.ofNullable(forms.get(value)).orElseThrow();
    }

    private static Optional<RunTensor> tensor(
            String value, Sample sample, Map<String, RunTensor> values) {
        Optional<SampleTensor> input = Optional.ofNullable(sample.inputs().get(value));
        return input.isPresent()
                ? input.filter(found -> found.type().isFloat())
                        .map(
                                found ->
                                        RunTensor.ofFloats(
                                                found.type(), found.shape(), found.floats()))
                : Optional.ofNullable(values.get(value)).filter(RunTensor::isFloat);
    }

    /** The inputs of layers that a graph computes, and what convolutions write to a grid. */
    static Set<String> computed(Candidate candidate, List<Layer> layers) {
        Set<String> computed = new LinkedHashSet<>();
        layers.stream()
                .map(Layer::input)
                .filter(value -> !candidate.graph().isInput(value))
                .forEach(computed::add);
        computed.addAll(written(layers));
        return computed;
    }

    private static Set<String> written(List<Layer> layers) {
        return layers.stream()
                .filter(layer -> layer.source().window().isPresent())
                .filter(Layer::isQuantizedAsWritten)
                .map(layer -> layer.node().output())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
