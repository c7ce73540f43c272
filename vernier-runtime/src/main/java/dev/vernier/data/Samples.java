package dev.vernier.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Sample data that can be passed over any number of times, always in the same order.
 *
 * <p>The readers here stream from files. Anything else (a database, a message log, generated data)
 * is an implementation of the caller's: {@link #cursor} is all there is to write, and what it gives
 * is matched against the model in the same way.
 */
@FunctionalInterface
public interface Samples extends AutoCloseable {

    /**
     * Starts a pass.
     *
     * @param inputs what the model takes; readers cut and name their data by it
     * @throws DataException if the data does not fit or cannot be read
     */
    SampleCursor cursor(ModelInputs inputs) throws IOException;

    /** Frees what passes share; open cursors must be closed before. */
    @Override
    default void close() {}

    /** Samples already in memory. */
    static Samples of(List<Sample> samples) {
        return MatchedSamples.of(new ListSamples(samples));
    }

    /** Samples already in memory. */
    static Samples of(Sample... samples) {
        return of(List.of(samples));
    }

    /**
     * One {@code .npz} file: arrays by the names of the model's inputs. The first axis is the batch
     * axis, cut into runs of the model's fixed batch size, or of 1.
     */
    static Samples npz(Path file) {
        return MatchedSamples.of(new NpzSamples(file));
    }

    /** One {@code .npy} file for a model with one input; the first axis as in {@link #npz}. */
    static Samples npy(Path file) {
        return MatchedSamples.of(new NpySamples(file));
    }

    /**
     * A folder, each file of which is one run with shapes as the model takes them: {@code .npz}
     * files with arrays by input name, or {@code .npy} files for a model with one input.
     */
    static Samples folder(Path folder) throws IOException {
        return open(folder, DataOptions.DEFAULT);
    }

    /**
     * Sentences, each encoded at its own length.
     *
     * @param file {@code .txt} with one sentence a line, {@code .csv} or {@code .jsonl}
     * @param tokenizer a Hugging Face {@code tokenizer.json}
     */
    static Samples text(Path file, Path tokenizer) throws IOException {
        return open(file, DataOptions.DEFAULT.withTokenizer(tokenizer));
    }

    /**
     * Invented inputs, to try whether a model can be quantized; the ranges they give mean nothing.
     *
     * @param seed the same seed gives the same samples
     */
    static Samples random(int count, long seed) {
        return new RandomSamples(count, seed);
    }

    /**
     * Whatever is at {@code path}, told by its content.
     *
     * @throws java.nio.file.NoSuchFileException if there is nothing
     * @throws DataException if it is no sample data, or could be read in two ways
     */
    static Samples open(Path path, DataOptions options) throws IOException {
        return DataKind.open(path, options);
    }
}
