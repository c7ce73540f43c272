package dev.vernier.data;

import dev.vernier.graph.ValueInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sentences as inputs of a model, each at its own length: shape [1, tokens].
 *
 * <p>Feeds the inputs {@code input_ids}, {@code attention_mask} and {@code token_type_ids}, those
 * that the model has. Safe for use by many threads; holds native memory until {@link #close}.
 */
public final class TextInputs implements AutoCloseable {

    private final SentenceEncoder encoder;

    private TextInputs(SentenceEncoder encoder) {
        this.encoder = encoder;
    }

    /**
     * Loads a Hugging Face {@code tokenizer.json}.
     *
     * @param maxLength longer sentences are cut to that many tokens
     * @throws DataException if the file is no tokenizer
     */
    public static TextInputs load(Path tokenizer, int maxLength) throws IOException {
        return new TextInputs(SentenceEncoder.load(tokenizer, maxLength));
    }

    /**
     * Makes sure that text is all that a model needs.
     *
     * @param data what the text comes from, for the message
     * @throws DataException if it has another input
     */
    public static void requireText(ModelInputs inputs, String data) {
        for (ValueInfo input : inputs.required()) {
            if (!SentenceEncoder.INPUTS.contains(input.name())) {
                throw new DataException(
                        "%s: text feeds only the inputs %s; needed=[%s]"
                                .formatted(data, SentenceEncoder.INPUTS, inputs.describe()));
            }
        }
    }

    /** The sample of one sentence. */
    public Sample sample(String name, String sentence, ModelInputs inputs) {
        Map<String, SampleTensor> tensors = new LinkedHashMap<>();
        encoder.encode(sentence)
                .forEach(
                        (input, tensor) ->
                                inputs.find(input)
                                        .ifPresent(
                                                found -> tensors.put(input, fit(found, tensor))));
        return new Sample(name, tensors);
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
