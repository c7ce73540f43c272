package dev.vernier.evaluate;

import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.model.ModelFile;
import dev.vernier.runner.RunException;
import dev.vernier.runner.RunTensor;
import dev.vernier.runner.Runner;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.Runners;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Measures the error of inner values, accumulated and local.
 *
 * <p>Values are taken in blocks of bounded size; for each block both models run once more. Memory:
 * the values of one block, three times. Not thread-safe.
 */
final class TensorErrors implements AutoCloseable {

    /** Elements of one block: 128 MB of floats. */
    private static final long BLOCK_ELEMENTS = 1L << 25;

    private final ModelFile floatFile;
    private final ModelFile quantizedFile;
    private final RunnerOptions options;
    private final ValueMatches matches;
    private final Runner floatRunner;
    private final Map<String, FiniteErrors> accumulated = new LinkedHashMap<>();
    private final Map<String, FiniteErrors> local = new LinkedHashMap<>();
    private final Map<String, long[]> shapes = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private List<Block> blocks = List.of();

    /** Values that are measured together, and the sessions that give them. */
    private record Block(
            Set<String> wanted,
            MeasuredGraph accumulated,
            Runner accumulatedRunner,
            MeasuredGraph local,
            Optional<Runner> localRunner) {}

    TensorErrors(ModelFile floatFile, ModelFile quantizedFile, RunnerOptions options) {
        this.floatFile = floatFile;
        this.quantizedFile = quantizedFile;
        this.options = options.withSpinning(false);
        Graph graph = floatFile.model().graph();
        matches = ValueMatches.of(graph, quantizedFile.model().graph());
        List<String> watched =
                matches.matched().keySet().stream().filter(v -> !graph.isInput(v)).toList();
        floatRunner =
                Runners.onnxRuntime(floatFile.model(), floatFile.folder(), watched, this.options);
    }

    /** Runs one sample. */
    void add(Sample sample) {
        if (shapes.isEmpty()) {
            open(sample);
        }
        for (Block block : blocks) {
            Map<String, RunTensor> expected = floats(sample, block.wanted());
            Map<String, RunTensor> seen =
                    block.accumulatedRunner()
                            .run(sample, Set.copyOf(block.accumulated().measured().values()));
            compare(expected, seen, block.accumulated(), accumulated);
            block.localRunner()
                    .map(runner -> runLocal(sample, expected, block, runner))
                    .ifPresent(own -> compare(expected, own, block.local(), local));
        }
    }

    private static Map<String, RunTensor> runLocal(
            Sample sample, Map<String, RunTensor> expected, Block block, Runner runner) {
        Graph graph = block.local().graph();
        Map<String, SampleTensor> inputs = new LinkedHashMap<>();
        sample.inputs()
                .forEach(
                        (name, tensor) -> {
                            if (graph.isInput(name)) {
                                inputs.put(name, tensor);
                            }
                        });
        block.local()
                .fed()
                .forEach(
                        (value, input) -> {
                            RunTensor known = expected.get(value);
                            if (known != null && graph.isInput(input)) {
                                inputs.put(
                                        input,
                                        SampleTensor.ofFloats(known.shape(), known.floats()));
                            }
                        });
        return runner.run(inputs, Set.copyOf(block.local().measured().values()));
    }

    /** What the float model has for these values, as far as they are of a float type. */
    private Map<String, RunTensor> floats(Sample sample, Set<String> wanted) {
        Map<String, RunTensor> floats = new LinkedHashMap<>();
        Set<String> computed = new LinkedHashSet<>(wanted);
        computed.removeAll(sample.inputs().keySet());
        sample.inputs()
                .forEach(
                        (name, tensor) -> {
                            if (wanted.contains(name) && tensor.type().isFloat()) {
                                floats.put(
                                        name,
                                        RunTensor.ofFloats(
                                                tensor.type(), tensor.shape(), tensor.floats()));
                            }
                        });
        floats.putAll(floatRunner.run(sample, computed));
        floats.values().removeIf(tensor -> !tensor.isFloat());
        return floats;
    }

    private static void compare(
            Map<String, RunTensor> expected,
            Map<String, RunTensor> actual,
            MeasuredGraph measured,
            Map<String, FiniteErrors> errors) {
        measured.measured()
                .forEach(
                        (value, output) -> {
                            RunTensor reference = expected.get(value);
                            RunTensor found = actual.get(output);
                            if (reference != null
                                    && found != null
                                    && found.isFloat()
                                    && found.floats().length == reference.floats().length) {
                                errors.computeIfAbsent(value, v -> new FiniteErrors())
                                        .add(reference.floats(), found.floats());
                            }
                        });
    }

    /** Learns the sizes from the first sample, a few values at a time, and opens the sessions. */
    private void open(Sample sample) {
        Map<String, Long> sizes = new LinkedHashMap<>();
        List<String> all = List.copyOf(matches.matched().keySet());
        for (int from = 0; from < all.size(); from += 16) {
            Set<String> some =
                    new LinkedHashSet<>(all.subList(from, Math.min(from + 16, all.size())));
            floats(sample, some)
                    .forEach(
                            (name, tensor) -> {
                                sizes.put(name, (long) tensor.floats().length);
                                shapes.put(name, tensor.shape());
                            });
        }
        List<Block> opened = new ArrayList<>();
        blocks = opened;
        for (Set<String> values : MeasuredBlocks.cut(sizes, BLOCK_ELEMENTS)) {
            opened.add(open(values));
        }
    }

    private Block open(Set<String> values) {
        Model quantized = quantizedFile.model();
        List<ValueMatch> measured =
                matches.matched().values().stream()
                        .filter(match -> values.contains(match.value()))
                        .toList();
        MeasuredGraph all = MeasuredGraph.accumulated(quantized.graph(), measured);
        List<ValueMatch> cut =
                new MatchedInputs(quantized.graph(), matches)
                        .of(measured).stream()
                                .filter(match -> shapes.containsKey(match.value()))
                                .toList();
        MeasuredGraph own = MeasuredGraph.local(quantized.graph(), measured, cut, shapes);
        Set<String> wanted = new LinkedHashSet<>(values);
        wanted.addAll(own.fed().keySet());
        Runner runner = runner(all);
        return new Block(wanted, all, runner, own, localRunner(own));
    }

    private Optional<Runner> localRunner(MeasuredGraph own) {
        try {
            return Optional.of(runner(own));
        } catch (RunException e) {
            notes.add("local errors could not be measured: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Runner runner(MeasuredGraph measured) {
        return Runners.onnxRuntime(
                quantizedFile.model().withGraph(measured.graph()),
                quantizedFile.folder(),
                List.of(),
                options);
    }

    /** What was measured, in the order of the float model. */
    List<TensorComparison> comparisons() {
        Graph graph = floatFile.model().graph();
        List<TensorComparison> comparisons = new ArrayList<>();
        for (ValueMatch match : matches.matched().values()) {
            FiniteErrors errors = accumulated.get(match.value());
            if (errors != null) {
                Optional<Node> node = graph.producer(match.value());
                Optional<FiniteErrors> own = Optional.ofNullable(local.get(match.value()));
                comparisons.add(
                        new TensorComparison(
                                match.value(),
                                node.map(Node::label).orElse(match.value()),
                                node.map(n -> n.op().toString()).orElse("input"),
                                match.how().name().toLowerCase(Locale.ROOT),
                                match.codes().isPresent(),
                                Arrays.stream(shapes.get(match.value())).boxed().toList(),
                                errors.measures(),
                                own.map(FiniteErrors::measures),
                                errors.nonFinite()));
            }
        }
        return comparisons;
    }

    List<String> unmatched() {
        return matches.unmatched();
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public void close() {
        floatRunner.close();
        for (Block block : blocks) {
            block.accumulatedRunner().close();
            block.localRunner().ifPresent(Runner::close);
        }
    }
}
