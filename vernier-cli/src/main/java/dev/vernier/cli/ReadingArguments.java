package dev.vernier.cli;

import dev.vernier.data.DataOptions;
import dev.vernier.data.ImagePreprocessing;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The options that say how sample data is read, whichever option names it. */
final class ReadingArguments {

    /** Percent of the samples that may be bad where nothing is said: more is no accident. */
    private static final int USUALLY_BAD = 10;

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
            names = "--preprocess",
            paramLabel = "HOW",
            converter = Preprocessing.class,
            description = {
                "How images become inputs: imagenet, clip, inception, caffe or unit (0 to 1), or"
                        + " settings that change one: resize (a side, or none), crop, filter,"
                        + " order, layout, divisor, mean and std, as in"
                        + " imagenet,resize=232,filter=bicubic,mean=0.5:0.5:0.5."
            })
    private Optional<ImagePreprocessing> images = Optional.empty();

    @Option(
            names = "--cast",
            description =
                    "Convert sample data that has another type but the same meaning: float64 and"
                            + " float16 to float32, int32 and int64 to each other.")
    private boolean cast;

    @Option(
            names = "--on-bad-sample",
            paramLabel = "MODE",
            defaultValue = "fail",
            converter = BadSamples.class,
            description = {
                "A sample that cannot be read or does not fit the model: fail, or skip[:PERCENT] to"
                        + " leave out at most that share of all, "
                        + USUALLY_BAD
                        + " unless said (default: ${DEFAULT-VALUE})."
            })
    private OptionalInt badSamples = OptionalInt.empty();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Another choice of --samples or --random (default: ${DEFAULT-VALUE}).")
    private long seed;

    /** {@code fail} or {@code skip[:PERCENT[%]]}. */
    static final class BadSamples implements ITypeConverter<OptionalInt> {

        @Override
        public OptionalInt convert(String value) {
            if (value.equals("fail")) {
                return OptionalInt.empty();
            } else if (value.equals("skip")) {
                return OptionalInt.of(USUALLY_BAD);
            } else if (value.matches("skip:(100|\\d{1,2})%?")) {
                return OptionalInt.of(Integer.parseInt(value.replaceAll("\\D", "")));
            }
            throw new TypeConversionException(
                    "must be fail, skip or skip:PERCENT with 0 to 100; found '" + value + "'");
        }
    }

    /** What {@link ImagePreprocessing#parse} takes. */
    static final class Preprocessing implements ITypeConverter<ImagePreprocessing> {

        @Override
        public ImagePreprocessing convert(String value) {
            try {
                return ImagePreprocessing.parse(value);
            } catch (IllegalArgumentException wrong) {
                throw new TypeConversionException(String.valueOf(wrong.getMessage()));
            }
        }
    }

    /**
     * To be called first.
     *
     * @throws ParameterException if an option has no such value
     */
    void check(CommandLine line) {
        if (maxLength < 1) {
            throw new ParameterException(
                    line, "--max-length must be at least 1; --max-length=" + maxLength);
        }
    }

    /** How data is read; all of it. */
    DataOptions options() {
        DataOptions options = DataOptions.DEFAULT.withMaxLength(maxLength).withCast(cast);
        if (badSamples.isPresent()) {
            options = options.withBadSamples(badSamples.getAsInt());
        }
        if (tokenizer.isPresent()) {
            options = options.withTokenizer(tokenizer.get());
        }
        if (column.isPresent()) {
            options = options.withColumn(column.get());
        }
        return images.isPresent() ? options.withImages(images.get()) : options;
    }

    long seed() {
        return seed;
    }
}
