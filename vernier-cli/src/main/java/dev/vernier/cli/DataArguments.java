package dev.vernier.cli;

import dev.vernier.collect.CollectionOptions;
import dev.vernier.collect.CollectionOptions.NonFinitePolicy;
import dev.vernier.data.DataOptions;
import dev.vernier.data.Samples;
import dev.vernier.runner.Runners;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The options that name the sample inputs of a model; every command that runs one mixes them in.
 */
final class DataArguments {

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
                        + " input, a folder of either, of test_data_set_* or of images with"
                        + " --preprocess, or .txt, .csv or .jsonl with --tokenizer."
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
            names = "--samples",
            paramLabel = "N",
            description =
                    "Use only N samples of --data, chosen at random; --seed makes another choice.")
    private Optional<Integer> limit = Optional.empty();

    @Option(
            names = "--custom-ops",
            paramLabel = "LIBRARY",
            description =
                    "A shared library with operators of your own for ONNX Runtime; their nodes stay"
                            + " in float. May be repeated.")
    private List<Path> operators = new ArrayList<>();

    @Mixin private ReadingArguments reading = new ReadingArguments();

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
        } else if (limit.isPresent() && (data.isEmpty() || limit.get() < 1)) {
            throw new ParameterException(line, "--samples must be at least 1 and come with --data");
        }
        reading.check(line);
        for (Path library : operators) {
            if (!Files.isRegularFile(library)) {
                throw new ParameterException(
                        line, "--custom-ops must be a library file; --custom-ops=" + library);
            }
            Runners.useOperators(library);
        }
    }

    /** Whether there is --data or --random. */
    boolean isGiven() {
        return data.isPresent() || random.isPresent();
    }

    /** The samples of --data, all or some, or of --random. */
    Samples samples() throws IOException {
        if (random.isPresent()) {
            return Samples.random(random.get(), reading.seed());
        }
        DataOptions options = reading.options();
        return Samples.open(
                data.orElseThrow(),
                limit.isPresent() ? options.withLimit(limit.get(), reading.seed()) : options);
    }

    /** All samples of another option, read in the same way. */
    Samples samples(Path path) throws IOException {
        return Samples.open(path, reading.options());
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

    /** Samples to compare models on; where there are labels no sample may be missing. */
    Samples compared(Path path, boolean isLabelled) throws IOException {
        DataOptions options = reading.options();
        return Samples.open(path, isLabelled ? options.withoutSkipping() : options);
    }

    /** Whether {@link #samples} may be fewer than there are. */
    boolean mayLeaveOut() {
        return limit.isPresent() || reading.options().badSamples().isPresent();
    }

    /** How data is read. */
    DataOptions reading() {
        return reading.options();
    }

    NonFinite nonFinite() {
        return nonFinite;
    }

    /** At least one. */
    int threads() {
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }
}
