package dev.vernier.data;

import dev.vernier.graph.ValueInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Sentences of a text file, each encoded at its own length: shape [1, tokens].
 *
 * <p>Feeds the inputs {@code input_ids}, {@code attention_mask} and {@code token_type_ids}, those
 * that the model has. Samples are called {@code file:line}.
 */
final class TextSamples implements Samples {

    /** How sentences are read from a file. */
    @FunctionalInterface
    interface Format {
        SentenceReader open(Path file, Optional<String> column) throws IOException;
    }

    private final Path file;
    private final Format format;
    private final Optional<String> column;
    private final SentenceEncoder encoder;

    private TextSamples(
            Path file, Format format, Optional<String> column, SentenceEncoder encoder) {
        this.file = file;
        this.format = format;
        this.column = column;
        this.encoder = encoder;
    }

    /**
     * Loads the tokenizer.
     *
     * @throws DataException if none is given or it is none
     */
    static TextSamples of(Path file, Format format, DataOptions options) throws IOException {
        Path tokenizer =
                options.tokenizer()
                        .orElseThrow(
                                () ->
                                        new DataException(
                                                file
                                                        + ": text must come with the model's"
                                                        + " tokenizer; pass --tokenizer"
                                                        + " tokenizer.json"));
        return new TextSamples(
                file,
                format,
                options.column(),
                SentenceEncoder.load(tokenizer, options.maxLength()));
    }

    @Override
    public SampleCursor cursor(ModelInputs inputs) throws IOException {
        for (ValueInfo input : inputs.required()) {
            if (!SentenceEncoder.INPUTS.contains(input.name())) {
                throw new DataException(
                        "%s: text feeds only the inputs %s; needed=[%s]"
                                .formatted(file, SentenceEncoder.INPUTS, inputs.describe()));
            }
        }
        SentenceReader reader = format.open(file, column);
        return new SampleCursor() {
            @Override
            public Optional<Sample> next() throws IOException {
                return reader.next().map(sentence -> sample(sentence, inputs));
            }

            @Override
            public boolean skip() throws IOException {
                return reader.next().isPresent();
            }

            @Override
            public void close() throws IOException {
                reader.close();
            }
        };
    }

    private Sample sample(SentenceReader.Sentence sentence, ModelInputs inputs) {
        Map<String, SampleTensor> encoded = encoder.encode(sentence.text());
        Map<String, SampleTensor> tensors = new LinkedHashMap<>();
        encoded.forEach(
                (input, tensor) ->
                        inputs.find(input)
                                .ifPresent(found -> tensors.put(input, fit(found, tensor))));
        return new Sample(file.getFileName() + ":" + sentence.line(), tensors);
    }

    /** Token numbers fit an int32, which some models take. */
    private static SampleTensor fit(ValueInfo input, SampleTensor tensor) {
        return input.tensorType()
                .filter(type -> Casts.isSafe(tensor.type(), type.elementType()))
                .map(type -> Casts.cast(tensor, type.elementType()))
                .orElse(tensor);
    }

    @Override
    public void close() {
        encoder.close();
    }
}
