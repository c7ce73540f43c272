package dev.vernier;

import dev.vernier.collect.Collection;
import dev.vernier.collect.CollectionOptions.NonFinitePolicy;
import dev.vernier.collect.Collector;
import dev.vernier.data.ModelInputs;
import dev.vernier.data.Samples;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.target.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;

/**
 * {@link Calibration} in parts: each process of a cluster runs its part of the samples through one
 * of these, and one of them judges the merged whole, which has the bytes of a calibration over all
 * samples.
 *
 * <p>The session is created when the first part runs; who only judges has none. Safe for use by
 * many threads; to be closed when no part is under way.
 */
public final class PartialCalibration implements AutoCloseable {

    private final PlacedModel model;
    private Optional<Collector> collector = Optional.empty();

    private PartialCalibration(PlacedModel model) {
        this.model = model;
    }

    /**
     * Reads and prepares a float model.
     *
     * @throws dev.vernier.graph.ModelFormatException if it is not a sound ONNX model
     * @throws dev.vernier.graph.UnsupportedModelException if it is quantized already, cannot be
     *     prepared, or has nothing that the target computes in integers
     */
    public static PartialCalibration of(Path model, Target target) throws IOException {
        return new PartialCalibration(PlacedModel.read(model, target));
    }

    /** What the statistics will say they belong to. */
    public ModelDigest model() {
        return model.digest();
    }

    /** What samples have to feed. */
    public ModelInputs inputs() {
        return ModelInputs.of(model.graph());
    }

    /** The folder that the model's file is in. */
    public Path folder() {
        return model.file().folder();
    }

    /** The files of external data that the model needs besides its own. */
    public SortedSet<Path> externalFiles() {
        return model.file().externalFiles();
    }

    /**
     * Runs the samples of a part in the calling thread. An empty part is fine.
     *
     * @throws dev.vernier.data.DataException if a sample cannot be used
     */
    public Collection collect(Samples part) throws IOException {
        Collector loaded = collector();
        return InFile.of(model.file().path(), () -> loaded.collectHere(part));
    }

    private synchronized Collector collector() throws IOException {
        if (collector.isEmpty()) {
            collector = Optional.of(model.collector());
        }
        return collector.get();
    }

    /**
     * The collection of all samples with its notes, if it is sound.
     *
     * @param whole what the parts gave, merged
     * @param samples all of them; the one with values that are not finite is run again
     * @throws dev.vernier.data.DataException if there were no samples
     * @throws dev.vernier.collect.NonFiniteException if a watched value is NaN or infinite and that
     *     is refused
     */
    public Collection judge(Collection whole, Samples samples, NonFinitePolicy policy)
            throws IOException {
        return whole.judged(model.prepared().model(), model.file().folder(), samples, policy);
    }

    @Override
    public synchronized void close() {
        collector.ifPresent(Collector::close);
        collector = Optional.empty();
    }
}
