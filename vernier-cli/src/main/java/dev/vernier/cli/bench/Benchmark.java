package dev.vernier.cli.bench;

import dev.vernier.data.Sample;
import dev.vernier.model.ModelFile;
import dev.vernier.model.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;

/**
 * Measures models side by side.
 *
 * <p>Rounds until the time is over: in each every model runs the same sample once, and the first of
 * a round is another each time. Three runs of each before are not counted.
 *
 * @param threads of each model
 * @param seconds to measure for, all models together
 * @param profiled whether operators are timed too, in runs of their own
 */
public record Benchmark(int threads, double seconds, boolean profiled) {

    private static final int WARM_UP = 3;
    private static final int LEAST_ROUNDS = 5;
    private static final int PROFILED_RUNS = 10;
    private static final double SECOND = 1e9;

    /**
     * Measures.
     *
     * @param samples for all models
     * @param progress told the share that is done, 0 to 1
     * @throws dev.vernier.data.DataException if a model does not load or run them
     */
    public List<Measurement> measure(
            List<Path> models, List<Sample> samples, int batch, DoubleConsumer progress)
            throws IOException {
        List<Sample> inputs = Batches.of(samples, batch);
        List<WorkerProcess> workers = new ArrayList<>();
        try {
            for (Path model : models) {
                workers.add(WorkerProcess.start(model, threads, inputs));
            }
            List<List<Long>> nanos = rounds(workers, inputs.size(), progress);
            List<Measurement> measurements = new ArrayList<>();
            for (int i = 0; i < models.size(); i++) {
                WorkerProcess worker = workers.get(i);
                measurements.add(
                        new Measurement(
                                models.get(i),
                                ModelFile.read(models.get(i)).fileSize(),
                                new Times(nanos.get(i)),
                                worker.peakMemory(),
                                profiled ? operators(worker) : Map.of()));
            }
            return measurements;
        } finally {
            workers.forEach(WorkerProcess::close);
        }
    }

    private List<List<Long>> rounds(
            List<WorkerProcess> workers, int samples, DoubleConsumer progress) throws IOException {
        List<List<Long>> nanos = new ArrayList<>();
        for (WorkerProcess worker : workers) {
            nanos.add(new ArrayList<>());
            for (int i = 0; i < WARM_UP; i++) {
                worker.run(i % samples);
            }
        }
        long start = System.nanoTime();
        double elapsed = 0;
        for (int round = 0; round < LEAST_ROUNDS || elapsed < seconds; round++) {
            for (int i = 0; i < workers.size(); i++) {
                int turn = (round + i) % workers.size();
                nanos.get(turn).add(workers.get(turn).run(round % samples));
            }
            elapsed = (System.nanoTime() - start) / SECOND;
            progress.accept(Math.min(1, elapsed / seconds));
        }
        return nanos;
    }

    private static Map<String, Double> operators(WorkerProcess worker) throws IOException {
        try (TemporaryFolder folder = TemporaryFolder.create("bench")) {
            worker.profile(folder.path().resolve("profile"), PROFILED_RUNS);
            try (Stream<Path> files = Files.list(folder.path())) {
                return OperatorTimes.read(files.findFirst().orElseThrow(), PROFILED_RUNS);
            }
        }
    }
}
