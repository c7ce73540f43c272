package dev.vernier.runner;

import dev.vernier.data.SampleTensor;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A model in a process of its own. If that ends by itself or hangs, the failure names the node at
 * which it does so again, found by {@link CrashSearch}.
 *
 * <p>One run at a time; other threads wait.
 */
final class IsolatedRunner implements Runner {

    private final String model;
    private final CrashSearch search;
    private final boolean profiled;
    private final WorkerProcess worker;
    private final List<String> outputs;
    private Optional<WorkerDeathException> death = Optional.empty();

    private IsolatedRunner(
            String model,
            CrashSearch search,
            boolean profiled,
            WorkerProcess worker,
            List<String> outputs) {
        this.model = model;
        this.search = search;
        this.profiled = profiled;
        this.worker = worker;
        this.outputs = outputs;
    }

    /**
     * Loads a model.
     *
     * @throws RunException if it does not load, or ends the process that loads it
     */
    static IsolatedRunner open(
            SessionSource source, CrashSearch search, RunnerOptions options, Isolation isolation) {
        try {
            WorkerProcess worker = WorkerProcess.start(isolation);
            List<String> outputs = load(worker, source, options);
            boolean profiled = options.profile().isPresent();
            return new IsolatedRunner(source.name(), search, profiled, worker, outputs);
        } catch (WorkerDeathException e) {
            throw crash(source.name(), search.node(Map.of()), "loading it: ", e);
        }
    }

    /** Hands the model over and returns the names of its outputs; the worker is closed if not. */
    static List<String> load(WorkerProcess worker, SessionSource source, RunnerOptions options)
            throws WorkerDeathException {
        try {
            return worker.ask(
                    source.name(),
                    WorkerMain.LOAD,
                    out -> {
                        source.writeTo(out);
                        SessionSource.writeOptions(options, out);
                    },
                    IsolatedRunner::ignore);
        } catch (WorkerDeathException | RuntimeException e) {
            worker.close();
            throw e;
        }
    }

    /** Has a process write what the runtime would run, as {@link SessionFactory} does. */
    static void writeOptimized(
            Path file, RunnerOptions options, Path optimized, Isolation isolation) {
        SessionSource source = new SessionSource.InFile(file);
        try (WorkerProcess worker = WorkerProcess.start(isolation)) {
            worker.ask(
                    source.name(),
                    WorkerMain.OPTIMIZE,
                    out -> {
                        WireFormat.writeString(file.toString(), out);
                        SessionSource.writeOptions(options, out);
                        WireFormat.writeString(optimized.toString(), out);
                    },
                    IsolatedRunner::ignore);
        } catch (WorkerDeathException e) {
            throw crash(source.name(), Optional.empty(), "loading it: ", e);
        }
    }

    private static RunException crash(
            String model, Optional<String> node, String what, WorkerDeathException e) {
        return new RunException(model, node.orElse(""), what + e.reason(), e);
    }

    private static void ignore(String name, RunTensor output) {}

    @Override
    public List<String> outputs() {
        return outputs;
    }

    @Override
    public synchronized void run(
            Map<String, SampleTensor> inputs,
            Set<String> wanted,
            BiConsumer<String, RunOutput> taker) {
        if (death.isPresent()) {
            throw crash(model, Optional.empty(), "", death.get());
        }
        try {
            ask(
                    worker,
                    model,
                    inputs,
                    wanted,
                    (name, tensor) -> taker.accept(name, new ReceivedOutput(tensor)));
        } catch (WorkerDeathException e) {
            death = Optional.of(e);
            throw crash(model, search.node(inputs), "", e);
        }
    }

    static void ask(
            WorkerProcess worker,
            String model,
            Map<String, SampleTensor> inputs,
            Set<String> wanted,
            BiConsumer<String, RunTensor> taker)
            throws WorkerDeathException {
        worker.ask(model, WorkerMain.RUN, out -> write(inputs, wanted, out), taker);
    }

    private static void write(
            Map<String, SampleTensor> inputs, Set<String> wanted, DataOutputStream out)
            throws IOException {
        WireFormat.writeStrings(List.copyOf(wanted), out);
        out.writeInt(inputs.size());
        for (Map.Entry<String, SampleTensor> input : inputs.entrySet()) {
            WireFormat.writeString(input.getKey(), out);
            WireFormat.write(input.getValue(), out);
        }
    }

    @Override
    public void terminate() {
        worker.kill();
    }

    @Override
    public void close() {
        try (worker) {
            if (profiled && death.isEmpty()) { // the profile is written when the session ends
                worker.ask(model, WorkerMain.CLOSE, out -> {}, IsolatedRunner::ignore);
            }
        } catch (WorkerDeathException e) {
            throw crash(model, Optional.empty(), "closing it: ", e);
        }
    }
}
