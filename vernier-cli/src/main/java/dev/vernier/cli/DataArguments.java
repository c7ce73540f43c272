package dev.vernier.cli;

import dev.vernier.collect.CollectionOptions;
import dev.vernier.collect.CollectionOptions.NonFinitePolicy;
import dev.vernier.data.DataOptions;
import dev.vernier.data.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The options that name the sample inputs of a model; every command that runs one mixes them in.
 */
final class DataArguments {

    private static final long RANDOM_SEED = 1;

    /** What becomes of NaN and infinity. */
    enum NonFinite {
        REFUSE,
        IGNORE
    }

    @Option(
            names = "--data",
            paramLabel = "DATA",
            description = {
                "Sample inputs: an .npz with arrays by input name, an .npy for a model with one"
                        + " input, a folder of either, or .txt, .csv or .jsonl with --tokenizer."
            })
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--random",
            paramLabel = "N",
            description =
                    "Instead of --data: N random samples. To try a model out; ranges and so accuracy"
                            + " mean nothing.")
    private Optional<Integer> random = Optional.empty();

    @Option(
            names = "--tokenizer",
            paramLabel = "JSON",
            description = "The tokenizer.json that belongs to the model; for text.")
    private Optional<Path> tokenizer = Optional.empty();

    @Option(
            names = "--column",
            paramLabel = "NAME",
            description =
                    "The column of a .csv or .jsonl that holds the text: name, or number from 0.")
    private Optional<String> column = Optional.empty();

    @Option(
            names = "--max-length",
            paramLabel = "TOKENS",
            defaultValue = "512",
            description = "Cut texts to this many tokens (default: ${DEFAULT-VALUE}).")
    private int maxLength;

    @Option(
            names = "--nonfinite",
            paramLabel = "MODE",
            defaultValue = "refuse",
            description =
                    "NaN or infinity in an activation: refuse, or ignore the value and count it"
                            + " (default: ${DEFAULT-VALUE}).")
    private NonFinite nonFinite = NonFinite.REFUSE;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads to run the model with (default: one a core).")
    private int threads;

    /**
     * To be called first: samples must come from exactly one place.
     *
     * @throws ParameterException if they do not
     */
    void check(CommandLine line) {
        if (!isGiven()) {
            throw new ParameterException(
                    line, "sample inputs must be given: --data DATA, or --random N to try");
        }
        checkOptional(line);
    }

    /**
     * To be called first where samples may be missing.
     *
     * @throws ParameterException if they come from two places
     */
    void checkOptional(CommandLine line) {
        if (data.isPresent() && random.isPresent()) {
            throw new ParameterException(line, "--data and --random exclude each other");
        } else if (random.isPresent() && random.get() < 1) {
            throw new ParameterException(
                    line, "--random must be at least 1; --random=" + random.get());
        } else if (maxLength < 1) {
            throw new ParameterException(
                    line, "--max-length must be at least 1; --max-length=" + maxLength);
        }
    }

    /** Whether there is --data or --random. */
    boolean isGiven() {
        return data.isPresent() || random.isPresent();
    }

    /** The samples of --data or --random. */
    Samples samples() throws IOException {
        if (random.isPresent()) {
            return Samples.random(random.get(), RANDOM_SEED);
        }
        return samples(data.orElseThrow());
    }

    /** The samples of another option, read in the same way. */
    Samples samples(Path path) throws IOException {
        DataOptions options = DataOptions.DEFAULT.withMaxLength(maxLength);
        if (tokenizer.isPresent()) {
            options = options.withTokenizer(tokenizer.get());
        }
        return Samples.open(path, column.isPresent() ? options.withColumn(column.get()) : options);
    }

    CollectionOptions collecting() {
        return CollectionOptions.DEFAULT
                .withThreads(threads)
                .withNonFinite(
                        nonFinite == NonFinite.IGNORE
                                ? NonFinitePolicy.IGNORE
                                : NonFinitePolicy.REFUSE);
    }

    Optional<Path> data() {
        return data;
    }

    OptionalInt random() {
        return random.map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    Optional<Path> tokenizer() {
        return tokenizer;
    }

    Optional<String> column() {
        return column;
    }

    int maxLength() {
        return maxLength;
    }

    NonFinite nonFinite() {
        return nonFinite;
    }

    /** At least one. */
    int threads() {
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }
}
