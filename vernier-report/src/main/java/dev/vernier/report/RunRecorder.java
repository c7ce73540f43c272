package dev.vernier.report;

import dev.vernier.QuantizationResult;
import dev.vernier.evaluate.Evaluation;
import dev.vernier.evaluate.ModelComparison;
import dev.vernier.evaluate.OutputComparison;
import dev.vernier.improve.Improvement;
import dev.vernier.model.ModelFile;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.report.RunRecord.Macs;
import dev.vernier.report.RunRecord.Output;
import dev.vernier.report.RunRecord.Pair;
import dev.vernier.report.RunRecord.StepGain;
import dev.vernier.report.RunRecord.Task;
import dev.vernier.sensitivity.BudgetResult;
import dev.vernier.sensitivity.LeftInFloat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes the record of a quantization.
 *
 * <p>Everything in it was measured before; only the quantized model's graph is read again.
 */
public final class RunRecorder {

    private final QuantizationResult result;
    private final ModelComparison comparison;
    private final Origin origin;

    /**
     * @param comparison of the same two models, value by value
     */
    public RunRecorder(QuantizationResult result, ModelComparison comparison, Origin origin) {
        this.result = result;
        this.comparison = comparison;
        this.origin = origin;
    }

    /**
     * The record.
     *
     * @param activations the target's scheme of activations
     * @param invented whether the samples were random
     * @throws IOException if the quantized model cannot be read
     */
    public RunRecord record(LinearScheme activations, boolean invented) throws IOException {
        Evaluation evaluation = result.evaluation();
        List<Layer> layers =
                new Layers(result, activations, comparison.tensors())
                        .of(ModelFile.read(result.output()).model().graph());
        return new RunRecord(
                RunRecord.SCHEMA_VERSION,
                Judge.of(evaluation, invented),
                origin,
                result.plan().target(),
                result.statistics().map(seen -> seen.samples()),
                evaluation.samples(),
                new Pair(evaluation.floatBytes(), evaluation.quantizedBytes()),
                new Pair(
                        Rounded.of(evaluation.floatMillis()),
                        Rounded.of(evaluation.quantizedMillis())),
                evaluation
                        .task()
                        .map(
                                task ->
                                        new Task(
                                                task.metric(),
                                                new Pair(task.floatScore(), task.quantizedScore()),
                                                task.agreement(),
                                                task.samples())),
                evaluation.outputs().stream().map(RunRecorder::output).toList(),
                new Macs(
                        evaluation.integerShare().total(),
                        evaluation.integerShare().planned(),
                        evaluation.integerShare().integer(),
                        evaluation.integerShare().notFused()),
                layers,
                steps(),
                Warnings.of(result.warnings(), evaluation, layers, invented));
    }

    private List<StepGain> steps() {
        List<StepGain> steps = new ArrayList<>();
        result.improvements().forEach(improvement -> steps.add(step(improvement)));
        result.budget()
                .filter(budget -> !budget.left().isEmpty())
                .map(RunRecorder::step)
                .ifPresent(steps::add);
        return steps;
    }

    private static StepGain step(BudgetResult budget) {
        return new StepGain(
                "nodes left in float",
                budget.left().stream().map(LeftInFloat::node).collect(Collectors.joining(", ")),
                Rounded.decibel(budget.before().sqnrDecibel()),
                Rounded.decibel(budget.after().sqnrDecibel()),
                true);
    }

    private static StepGain step(Improvement improvement) {
        return new StepGain(
                improvement.step(),
                improvement.detail(),
                Rounded.decibel(improvement.before()),
                improvement.after().flatMap(Rounded::decibel),
                improvement.kept());
    }

    private static Output output(OutputComparison output) {
        return new Output(
                output.output(),
                Rounded.decibel(output.sqnrDecibel()),
                output.cosine(),
                Rounded.of(output.largestError()));
    }
}
