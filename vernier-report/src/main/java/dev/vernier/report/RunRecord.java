package dev.vernier.report;

import java.util.List;
import java.util.Optional;

/**
 * All that a report shows of one quantization; schema version {@value #SCHEMA_VERSION}, described
 * by {@code docs/run-json.md}.
 *
 * <p>Ratios in dB are absent where nothing differs. Within a schema version fields are added, never
 * renamed, removed or given another meaning.
 *
 * @param schemaVersion {@value #SCHEMA_VERSION}
 * @param verdict in words
 * @param origin what it was made from and how, to make it again
 * @param target the runtime it is for
 * @param calibrationSamples how many samples decided the ranges; absent if a plan was given
 * @param comparedSamples how many samples both models were compared on
 * @param bytes size of both models with external data
 * @param millis median time of one run of both
 * @param task score on labels
 * @param outputs one a model output
 * @param multiplyAccumulates how much runs in integers
 * @param layers one a node, in the order in which they run
 * @param steps what each accuracy step gained, in order
 * @param warnings what to look at, and what to do about it
 */
public record RunRecord(
        int schemaVersion,
        Verdict verdict,
        Origin origin,
        String target,
        Optional<Long> calibrationSamples,
        int comparedSamples,
        Pair bytes,
        Pair millis,
        Optional<Task> task,
        List<Output> outputs,
        Macs multiplyAccumulates,
        List<Layer> layers,
        List<StepGain> steps,
        List<Warning> warnings) {

    /** The schema that this version writes. */
    public static final int SCHEMA_VERSION = 1;

    public RunRecord {
        outputs = List.copyOf(outputs);
        layers = List.copyOf(layers);
        steps = List.copyOf(steps);
        warnings = List.copyOf(warnings);
    }

    /** The same with other layers. */
    RunRecord withLayers(List<Layer> others) {
        return new RunRecord(
                schemaVersion,
                verdict,
                origin,
                target,
                calibrationSamples,
                comparedSamples,
                bytes,
                millis,
                task,
                outputs,
                multiplyAccumulates,
                others,
                steps,
                warnings);
    }

    /** A figure of the float and of the quantized model. */
    public record Pair(double original, double quantized) {}

    /** Score of both models, 0 to 1; {@code agreement} is the share of equal answers. */
    public record Task(String metric, Pair score, double agreement, int samples) {}

    /** One output over all samples; {@code sqnr} in dB, absent where nothing differs. */
    public record Output(String name, Optional<Double> sqnr, double cosine, double largestError) {}

    /** Multiply-accumulates of one run; {@code notFused} nodes run in float against the plan. */
    public record Macs(long total, long planned, long integer, List<String> notFused) {
        public Macs {
            notFused = List.copyOf(notFused);
        }
    }

    /**
     * What one accuracy step did.
     *
     * @param name of the step
     * @param detail what it changed
     * @param before SQNR in dB on held-out samples
     * @param after the same with the step
     * @param kept whether it was good enough to stay
     */
    public record StepGain(
            String name,
            String detail,
            Optional<Double> before,
            Optional<Double> after,
            boolean kept) {}

    /** What to look at; {@code fix} may be empty. */
    public record Warning(String text, String fix) {}
}
