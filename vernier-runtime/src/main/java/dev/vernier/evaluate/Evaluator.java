package dev.vernier.evaluate;

import dev.vernier.data.ModelInputs;
import dev.vernier.data.Sample;
import dev.vernier.data.SampleCursor;
import dev.vernier.data.Samples;
import dev.vernier.graph.Model;
import dev.vernier.model.ModelFile;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.runner.RunnerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

/**
 * Runs the float and the quantized model over the same samples and measures the difference.
 *
 * <p>Memory: one sample and its outputs. Time: one run of each model a sample.
 */
public final class Evaluator {

    private final ModelFile floatFile;
    private final Model prepared;
    private final QuantizationPlan plan;
    private final RunnerOptions options;
    private final Optional<Metric> metric;
    private final boolean ignoring;

    /**
     * @param floatFile the model as the user gave it
     * @param prepared the model that the plan speaks of
     */
    public Evaluator(
            ModelFile floatFile, Model prepared, QuantizationPlan plan, RunnerOptions options) {
        this(floatFile, prepared, plan, options, Optional.empty(), false);
    }

    private Evaluator(
            ModelFile floatFile,
            Model prepared,
            QuantizationPlan plan,
            RunnerOptions options,
            Optional<Metric> metric,
            boolean ignoring) {
        this.floatFile = floatFile;
        this.prepared = prepared;
        this.plan = plan;
        this.options = options;
        this.metric = metric;
        this.ignoring = ignoring;
    }

    /** The same, with both models scored by this metric where there are no labels. */
    public Evaluator scoredBy(Optional<Metric> newMetric) {
        return new Evaluator(floatFile, prepared, plan, options, newMetric, ignoring);
    }

    /**
     * The same, with elements of outputs that are NaN or infinite in the float model left out and
     * counted, or refused where the quantized model has anything else.
     */
    public Evaluator ignoringNonFinite(boolean ignored) {
        return new Evaluator(floatFile, prepared, plan, options, metric, ignored);
    }

    /**
     * Compares.
     *
     * @param quantizedFile the quantized model
     * @param samples what both are fed
     * @param limit how many samples at most
     * @param labels the right class of each sample, if the task is classification
     * @param progress told the number of samples done
     * @throws QuantizedModelException if the quantized model gives NaN or infinity where the float
     *     model does not
     * @throws dev.vernier.runner.RunException if one of them does not load or run
     */
    public Evaluation evaluate(
            Path quantizedFile,
            Samples samples,
            OptionalInt limit,
            Optional<Labels> labels,
            IntConsumer progress)
            throws IOException {
        OutputErrors errors = new OutputErrors(prepared.graph(), ignoring);
        Optional<TopOne> topOne = labels.map(TopOne::new);
        Optional<MetricPair> scores = metric.map(MetricPair::new);
        ModelFile quantized = ModelFile.read(quantizedFile);
        try (SampleCursor cursor = samples.cursor(ModelInputs.of(prepared.graph()))) {
            Optional<Sample> next = cursor.next();
            // Before the pair is there: large models are not to be in memory three times.
            IntegerShare share = IntegerShare.NONE;
            if (next.isPresent()) {
                share =
                        new KernelAudit(prepared, floatFile.folder(), plan)
                                .of(quantizedFile, quantized.model().graph(), next.get(), options);
            }
            try (ModelPair pair = new ModelPair(floatFile, quantizedFile, options)) {
                int done = 0;
                while (next.isPresent() && done < limit.orElse(Integer.MAX_VALUE)) {
                    Sample sample = next.get();
                    ModelPair.Outputs outputs = pair.run(sample);
                    errors.add(sample.name(), outputs);
                    topOne.ifPresent(score -> score.add(outputs));
                    scores.ifPresent(score -> score.add(sample, outputs));
                    progress.accept(++done);
                    next = cursor.next();
                }
                return new Evaluation(
                        floatFile.fileSize(),
                        quantized.fileSize(),
                        errors.comparisons(),
                        pair.floatMillis(),
                        pair.quantizedMillis(),
                        done,
                        share,
                        topOne.flatMap(TopOne::score).or(() -> scores.map(MetricPair::score)));
            }
        }
    }
}
