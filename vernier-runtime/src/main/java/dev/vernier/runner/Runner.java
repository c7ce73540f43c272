package dev.vernier.runner;

import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
     * Runs the model once.
     *
     * @param inputs tensors by input name
     * @param wanted which of {@link #outputs} to hand back
     * @return tensors by name, in the order of {@link #outputs}; values that are no tensors are
     *     left out
     * @throws RunException if the run fails or was terminated
     */
    Map<String, RunTensor> run(Map<String, SampleTensor> inputs, Set<String> wanted);

    /** Runs the model once for all outputs. */
    default Map<String, RunTensor> run(Map<String, SampleTensor> inputs) {
        return run(inputs, Set.copyOf(outputs()));
    }

    /** Runs the model once for some outputs; a failure names the sample. */
    default Map<String, RunTensor> run(Sample sample, Set<String> wanted) {
        try {
            return run(sample.inputs(), wanted);
        } catch (RunException e) {
            throw e.of(sample);
        }
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
