package dev.vernier.evaluate;

import dev.vernier.data.DataException;
import dev.vernier.data.InventionException;
import dev.vernier.data.ModelInputs;
import dev.vernier.data.Sample;
import dev.vernier.data.SampleCursor;
import dev.vernier.data.Samples;
import dev.vernier.model.ModelFile;
import dev.vernier.runner.RunnerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Compares a float model with a quantized one that any tool may have made: outputs, inner values,
 * answers.
 *
 * <p>Sums do not depend on the order of samples. Memory: one sample, and {@link TensorErrors} where
 * inner values are asked for. Immutable.
 */
public final class ModelComparator {

    /** Is told how many samples are done, of how many if that is known. */
    @FunctionalInterface
    public interface Progress {
        void advanced(long done, OptionalLong total);
    }

    private final Path floatFile;
    private final Path quantizedFile;
    private final RunnerOptions options;
    private final boolean ignoring;

    public ModelComparator(Path floatFile, Path quantizedFile, RunnerOptions options) {
        this(floatFile, quantizedFile, options, false);
    }

    private ModelComparator(
            Path floatFile, Path quantizedFile, RunnerOptions options, boolean ignoring) {
        this.floatFile = floatFile;
        this.quantizedFile = quantizedFile;
        this.options = options;
        this.ignoring = ignoring;
    }

    /**
     * The same, with elements of outputs that are NaN or infinite in the float model left out and
     * counted, or refused where the quantized model has anything else.
     */
    public ModelComparator ignoringNonFinite(boolean ignored) {
        return new ModelComparator(floatFile, quantizedFile, options, ignored);
    }

    /**
     * Compares.
     *
     * @param limit how many samples at most
     * @param labels the right class of each sample, if the task is classification
     * @param tensors whether inner values are compared too
     * @throws QuantizedModelException if an output has another shape, or is NaN or infinite in the
     *     quantized model only
     * @throws dev.vernier.runner.RunException if a model does not load or run
     * @throws dev.vernier.data.DataException if there are no samples or they do not fit
     */
    public ModelComparison compare(
            Samples samples,
            OptionalInt limit,
            Optional<Labels> labels,
            boolean tensors,
            Progress progress)
            throws IOException {
        ModelFile expected = ModelFile.read(floatFile);
        ModelFile quantized = ModelFile.read(quantizedFile);
        Pass pass =
                new Pass(
                        expected,
                        quantized,
                        new OutputErrors(expected.model().graph(), ignoring),
                        new RankCounter());
        Optional<TopOne> topOne = labels.map(TopOne::new);
        if (!tensors) {
            int done = run(samples, limit, pass, topOne, Optional.empty(), progress);
            return pass.result(done, topOne, List.of(), List.of(), List.of());
        }
        try (TensorErrors inner = new TensorErrors(expected, quantized, options)) {
            int done = run(samples, limit, pass, topOne, Optional.of(inner), progress);
            return pass.result(done, topOne, inner.comparisons(), inner.unmatched(), inner.notes());
        }
    }

    /** What is filled while samples run. */
    private record Pass(
            ModelFile expected, ModelFile quantized, OutputErrors errors, RankCounter ranks) {

        ModelComparison result(
                int samples,
                Optional<TopOne> topOne,
                List<TensorComparison> tensors,
                List<String> unmatched,
                List<String> notes) {
            return new ModelComparison(
                    expected.fileSize(),
                    quantized.fileSize(),
                    samples,
                    errors.comparisons(),
                    ranks.agreement(),
                    topOne.flatMap(TopOne::score),
                    tensors,
                    unmatched,
                    notes);
        }
    }

    private int run(
            Samples samples,
            OptionalInt limit,
            Pass pass,
            Optional<TopOne> topOne,
            Optional<TensorErrors> inner,
            Progress progress)
            throws IOException {
        ModelInputs inputs = ModelInputs.of(pass.expected().model().graph());
        try (ModelPair pair = new ModelPair(pass.expected(), quantizedFile, options);
                SampleCursor cursor = samples.cursor(inputs)) {
            int done = 0;
            Optional<Sample> next = cursor.next();
            while (next.isPresent() && done < limit.orElse(Integer.MAX_VALUE)) {
                Sample sample = next.get();
                ModelPair.Outputs outputs = pair.run(sample);
                pass.errors().add(sample.name(), outputs);
                pass.ranks().add(outputs);
                topOne.ifPresent(score -> score.add(outputs));
                inner.ifPresent(errors -> errors.add(sample));
                progress.advanced(++done, cursor.size());
                next = cursor.next();
            }
            requireSome(done);
            return done;
        } catch (InventionException e) {
            throw e.of(pass.expected().path());
        }
    }

    private static void requireSome(int samples) {
        if (samples == 0) {
            throw new DataException("sample data must hold at least one sample; samples=0");
        }
    }
}
