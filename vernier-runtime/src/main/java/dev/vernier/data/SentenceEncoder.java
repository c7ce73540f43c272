package dev.vernier.data;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A Hugging Face tokenizer: sentence in, token numbers out, never padded.
 *
 * <p>The native library behind it is told to stay off the network before it is loaded. Holds native
 * memory until {@link #close}.
 */
final class SentenceEncoder implements AutoCloseable {

    /** The inputs that can be fed. */
    static final List<String> INPUTS = List.of("input_ids", "attention_mask", "token_type_ids");

    private static final String OFFLINE = "ai.djl.offline";

    private final HuggingFaceTokenizer tokenizer;

    private SentenceEncoder(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * Reads a {@code tokenizer.json}.
     *
     * @param maxLength longer sentences are cut to that many tokens
     * @throws DataException if the file is no tokenizer
     */
    static SentenceEncoder load(Path json, int maxLength) throws IOException {
        if (!Files.exists(json)) {
            throw new NoSuchFileException(json.toString(), null, "tokenizer not found");
        }
        TokenizerJson.check(json);
        if (System.getProperty(OFFLINE) == null) {
            System.setProperty(OFFLINE, "true"); // else it may fetch a CUDA build, or report home
        }
        String length = Integer.toString(maxLength);
        Map<String, String> options =
                Map.of(
                        "padding",
                        "false",
                        "truncation",
                        "true",
                        "maxLength",
                        length,
                        "modelMaxLength",
                        length);
        try (InputStream in = Files.newInputStream(json)) {
            return new SentenceEncoder(HuggingFaceTokenizer.newInstance(in, options));
        } catch (RuntimeException e) {
            throw new DataException(
                    "%s: tokenizer must be a Hugging Face tokenizer.json; %s"
                            .formatted(json, e.getMessage()),
                    e);
        }
    }

    /** The inputs of a model for one sentence, int64 of shape [1, tokens]. */
    Map<String, SampleTensor> encode(String sentence) {
        Encoding encoding = tokenizer.encode(sentence);
        long[] shape = {1, encoding.getIds().length};
        Map<String, SampleTensor> inputs = new LinkedHashMap<>();
        inputs.put(INPUTS.get(0), SampleTensor.ofLongs(shape, encoding.getIds()));
        inputs.put(INPUTS.get(1), SampleTensor.ofLongs(shape, encoding.getAttentionMask()));
        inputs.put(INPUTS.get(2), SampleTensor.ofLongs(shape, encoding.getTypeIds()));
        return inputs;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
