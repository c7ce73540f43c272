package dev.vernier.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Sentences of a text file, as {@link TextInputs} encodes them. Samples are called {@code
 * file:line}.
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
    private final TextInputs text;

    private TextSamples(Path file, Format format, Optional<String> column, TextInputs text) {
        this.file = file;
        this.format = format;
        this.column = column;
        this.text = text;
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
                file, format, options.column(), TextInputs.load(tokenizer, options.maxLength()));
    }

    @Override
    public SampleCursor cursor(ModelInputs inputs) throws IOException {
        TextInputs.requireText(inputs, file.toString());
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
        return text.sample(file.getFileName() + ":" + sentence.line(), sentence.text(), inputs);
    }

    @Override
    public void close() {
        text.close();
    }
}
