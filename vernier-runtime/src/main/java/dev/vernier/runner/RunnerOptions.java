package dev.vernier.runner;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a model is run.
 *
 * @param threads for the work inside of one operator; 0: as many as there are cores
 * @param optimization what the runtime may do to the graph
 * @param deterministic whether kernels whose results vary from run to run are avoided
 * @param prepacking whether weights are laid out anew at load: faster runs, more memory
 * @param spinning whether idle threads wait actively: faster small operators, busy cores
 * @param arena whether memory of a run is kept for the next: faster where shapes are equal, more
 *     memory where they differ
 * @param keepingOutputs whether memory for large outputs is kept from run to run, to be read where
 *     the runtime wrote it: for many runs of equal shapes whose outputs are not copied; the runtime
 *     then plans no single piece of memory for the rest, which would stand beside that of the first
 *     run
 * @param profile where a profile of the runs is written, as a prefix of the file's name
 */
public record RunnerOptions(
        int threads,
        Optimization optimization,
        boolean deterministic,
        boolean prepacking,
        boolean spinning,
        boolean arena,
        boolean keepingOutputs,
        Optional<Path> profile) {

    /** What the runtime may do to the graph before running it. */
    public enum Optimization {
        /** Every node is run as it stands: the definition. */
        NONE,
        /** What gives the same graph of standard operators. */
        BASIC,
        /** All fusions and layouts: as deployed. */
        ALL
    }

    /** As deployed: all cores, all optimizations. */
    public static final RunnerOptions DEFAULT =
            new RunnerOptions(
                    0, Optimization.ALL, false, true, true, true, false, Optional.empty());

    public RunnerOptions {
        if (threads < 0) {
            throw new IllegalArgumentException("threads must be at least 0; threads=" + threads);
        }
    }

    public RunnerOptions withThreads(int number) {
        return new RunnerOptions(
                number,
                optimization,
                deterministic,
                prepacking,
                spinning,
                arena,
                keepingOutputs,
                profile);
    }

    public RunnerOptions withOptimization(Optimization level) {
        return new RunnerOptions(
                threads,
                level,
                deterministic,
                prepacking,
                spinning,
                arena,
                keepingOutputs,
                profile);
    }

    public RunnerOptions withDeterministic(boolean newDeterministic) {
        return new RunnerOptions(
                threads,
                optimization,
                newDeterministic,
                prepacking,
                spinning,
                arena,
                keepingOutputs,
                profile);
    }

    public RunnerOptions withPrepacking(boolean newPrepacking) {
        return new RunnerOptions(
                threads,
                optimization,
                deterministic,
                newPrepacking,
                spinning,
                arena,
                keepingOutputs,
                profile);
    }

    public RunnerOptions withSpinning(boolean newSpinning) {
        return new RunnerOptions(
                threads,
                optimization,
                deterministic,
                prepacking,
                newSpinning,
                arena,
                keepingOutputs,
                profile);
    }

    public RunnerOptions withArena(boolean newArena) {
        return new RunnerOptions(
                threads,
                optimization,
                deterministic,
                prepacking,
                spinning,
                newArena,
                keepingOutputs,
                profile);
    }

    public RunnerOptions withKeepingOutputs(boolean newKeepingOutputs) {
        return new RunnerOptions(
                threads,
                optimization,
                deterministic,
                prepacking,
                spinning,
                arena,
                newKeepingOutputs,
                profile);
    }

    public RunnerOptions withProfile(Path prefix) {
        return new RunnerOptions(
                threads,
                optimization,
                deterministic,
                prepacking,
                spinning,
                arena,
                keepingOutputs,
                Optional.of(prefix));
    }

    public RunnerOptions withoutProfile() {
        return new RunnerOptions(
                threads,
                optimization,
                deterministic,
                prepacking,
                spinning,
                arena,
                keepingOutputs,
                Optional.empty());
    }
}
