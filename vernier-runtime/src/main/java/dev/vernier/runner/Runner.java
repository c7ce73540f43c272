package dev.vernier.runner;

import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A model that can be run.
 *
 * <p>Safe for use by many threads, though runs of one session share its threads. Closed only when
 * no run is under way.
 */
public interface Runner extends AutoCloseable {

    /** The names of what a run can give: the model's outputs, then what is watched besides. */
    List<String> outputs();

    /**
     * Runs the model once and hands the outputs over one after the other: what is not read is not
     * copied, and no more than one need be in memory as an array.
     *
     * @param inputs tensors by input name
     * @param wanted which of {@link #outputs} to hand over
     * @param taker of each, in the order of {@link #outputs}; values that are no tensors are left
     *     out
     * @throws RunException if the run fails or was terminated
     */
    void run(
            Map<String, SampleTensor> inputs,
            Set<String> wanted,
            BiConsumer<String, RunOutput> taker);

    /** Runs the model once and hands its outputs over; a failure names the sample. */
    default void run(Sample sample, Set<String> wanted, BiConsumer<String, RunOutput> taker) {
        try {
            run(sample.inputs(), wanted, taker);
        } catch (RunException e) {
            throw e.of(sample);
        }
    }

    /** Runs the model once for some outputs: tensors by name, in the order of {@link #outputs}. */
    default Map<String, RunTensor> run(Map<String, SampleTensor> inputs, Set<String> wanted) {
        Map<String, RunTensor> outcome = new LinkedHashMap<>();
        run(inputs, wanted, (name, output) -> outcome.put(name, output.copy()));
        return outcome;
    }

    /** Runs the model once for all outputs. */
    default Map<String, RunTensor> run(Map<String, SampleTensor> inputs) {
        return run(inputs, Set.copyOf(outputs()));
    }

    /** Runs the model once for some outputs; a failure names the sample. */
    default Map<String, RunTensor> run(Sample sample, Set<String> wanted) {
        Map<String, RunTensor> outcome = new LinkedHashMap<>();
        run(sample, wanted, (name, output) -> outcome.put(name, output.copy()));
        return outcome;
    }

    /** Runs the model once for all outputs; a failure names the sample. */
    default Map<String, RunTensor> run(Sample sample) {
        return run(sample, Set.copyOf(outputs()));
    }

    /** Makes the runs that are under way fail as soon as their current node is done. */
    void terminate();

    @Override
    void close();
}
