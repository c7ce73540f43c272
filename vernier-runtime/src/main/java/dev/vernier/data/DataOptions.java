package dev.vernier.data;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How data at a path is read.
 *
 * @param cast whether double may become float, float16 float, and int32 and int64 each other
 * @param badSamples percent of samples that may be bad and are then skipped; empty: none may
 * @param limit how many samples to choose; empty: all
 * @param seed of that choice
 * @param tokenizer the Hugging Face {@code tokenizer.json} for text
 * @param column of {@code .csv} and {@code .jsonl}: its name, or its number from 0
 * @param maxLength of a sentence in tokens; longer ones are cut
 * @param images how images become inputs
 */
public record DataOptions(
        boolean cast,
        OptionalInt badSamples,
        OptionalInt limit,
        long seed,
        Optional<Path> tokenizer,
        Optional<String> column,
        int maxLength,
        Optional<ImagePreprocessing> images) {

    public static final DataOptions DEFAULT =
            new DataOptions(
                    false,
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    512,
                    Optional.empty());

    public DataOptions {
        if (badSamples.isPresent() && (badSamples.getAsInt() < 0 || badSamples.getAsInt() > 100)) {
            throw new IllegalArgumentException(
                    "bad samples must be 0 to 100 percent; badSamples=" + badSamples.getAsInt());
        }
        if (limit.isPresent() && limit.getAsInt() < 1) {
            throw new IllegalArgumentException(
                    "number of samples must be at least 1; limit=" + limit.getAsInt());
        }
        if (maxLength < 1) {
            throw new IllegalArgumentException(
                    "maximum length must be at least 1; maxLength=" + maxLength);
        }
    }

    public DataOptions withCast(boolean newCast) {
        return new DataOptions(
                newCast, badSamples, limit, seed, tokenizer, column, maxLength, images);
    }

    /** Skips bad samples, up to that percentage of all. */
    public DataOptions withBadSamples(int maxPercent) {
        return new DataOptions(
                cast,
                OptionalInt.of(maxPercent),
                limit,
                seed,
                tokenizer,
                column,
                maxLength,
                images);
    }

    /** Refuses bad samples. */
    public DataOptions withoutSkipping() {
        return new DataOptions(
                cast, OptionalInt.empty(), limit, seed, tokenizer, column, maxLength, images);
    }

    /** Chooses that many samples, the same ones for the same seed. */
    public DataOptions withLimit(int newLimit, long newSeed) {
        return new DataOptions(
                cast,
                badSamples,
                OptionalInt.of(newLimit),
                newSeed,
                tokenizer,
                column,
                maxLength,
                images);
    }

    public DataOptions withTokenizer(Path json) {
        return new DataOptions(
                cast, badSamples, limit, seed, Optional.of(json), column, maxLength, images);
    }

    public DataOptions withColumn(String newColumn) {
        return new DataOptions(
                cast,
                badSamples,
                limit,
                seed,
                tokenizer,
                Optional.of(newColumn),
                maxLength,
                images);
    }

    public DataOptions withMaxLength(int tokens) {
        return new DataOptions(cast, badSamples, limit, seed, tokenizer, column, tokens, images);
    }

    public DataOptions withImages(ImagePreprocessing preprocessing) {
        return new DataOptions(
                cast,
                badSamples,
                limit,
                seed,
                tokenizer,
                column,
                maxLength,
                Optional.of(preprocessing));
    }
}
