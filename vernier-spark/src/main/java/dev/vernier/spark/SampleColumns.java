package dev.vernier.spark;

import dev.vernier.data.ImagePreprocessing;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which columns of a dataset become the inputs of a model, and how. A row is one run.
 *
 * <pre>{@code
 * SampleColumns.tensors()                                  // each input from the column of its name
 * SampleColumns.tensors().tensor("input", "pixels", 1, 3, 224, 224).named("id")
 * SampleColumns.text("sentence", Path.of("tokenizer.json"), 512)
 * SampleColumns.images("content", ImagePreprocessing.IMAGENET).named("path")
 * }</pre>
 *
 * <p>Statistics keep the names of the samples with the extremes, so the same bytes as elsewhere
 * need the same names: {@link #named} says which column has them. Without one a row is called after
 * the digest of its content. Immutable.
 */
public final class SampleColumns implements Serializable {

    private static final long serialVersionUID = 1L;

    private final Content content;
    private final String nameColumn;

    private SampleColumns(Content content, String nameColumn) {
        this.content = content;
        this.nameColumn = nameColumn;
    }

    /** What the columns hold. */
    sealed interface Content extends Serializable {

        /**
         * Numbers, flat or nested.
         *
         * @param byInput what feeds the inputs that are not fed by the column of their own name
         */
        record Tensors(Map<String, TensorColumn> byInput) implements Content {
            public Tensors {
                byInput = new LinkedHashMap<>(byInput);
            }
        }

        /**
         * Text.
         *
         * @param tokenizer path of the tokenizer on the driver
         */
        record Text(String column, String tokenizer, int maxLength) implements Content {}

        /** JPEG and PNG files. */
        record Images(String column, ImageSettings settings) implements Content {}
    }

    /**
     * The column of one input.
     *
     * @param shape of the input, one length may be -1; empty: told by the column and the model
     */
    record TensorColumn(String column, List<Long> shape) implements Serializable {
        TensorColumn {
            shape = new ArrayList<>(shape);
            if (shape.stream().anyMatch(length -> length < -1)
                    || shape.stream().filter(length -> length == -1).count() > 1) {
                throw new IllegalArgumentException(
                        "shape must have lengths of at least 0, and at most one -1; column=%s, shape=%s"
                                .formatted(column, shape));
            }
        }
    }

    /**
     * Numbers: each input of the model from the column of the same name, unless {@link #tensor}
     * says another.
     *
     * <p>A column is a number or an array of any depth. An array as deep as the input's rank has
     * its shape; one level less gets a first axis of 1; a flat one is cut by the model's fixed
     * lengths, its first axis being 1 if it is free. Numbers are converted where their values allow
     * it.
     */
    public static SampleColumns tensors() {
        return new SampleColumns(new Content.Tensors(Map.of()), "");
    }

    /**
     * Text for the inputs that the tokenizers of language models feed.
     *
     * @param tokenizer a Hugging Face {@code tokenizer.json} on the driver; it is shipped
     * @param maxLength longer texts are cut to that many tokens
     */
    public static SampleColumns text(String column, Path tokenizer, int maxLength) {
        if (maxLength < 1) {
            throw new IllegalArgumentException(
                    "maximum length must be at least 1; maxLength=" + maxLength);
        }
        return new SampleColumns(new Content.Text(column, tokenizer.toString(), maxLength), "");
    }

    /** The content of JPEG and PNG files, as Spark's {@code binaryFile} source reads them. */
    public static SampleColumns images(String column, ImagePreprocessing preprocessing) {
        return new SampleColumns(new Content.Images(column, ImageSettings.of(preprocessing)), "");
    }

    /**
     * The same with another column for one input.
     *
     * @param shape of the input for one run; one length may be -1; none: as {@link #tensors} says
     * @throws IllegalStateException if these are no tensors
     */
    public SampleColumns tensor(String input, String column, long... shape) {
        if (!(content instanceof Content.Tensors tensors)) {
            throw new IllegalStateException("columns must be tensors to name an input; " + input);
        }
        Map<String, TensorColumn> byInput = new LinkedHashMap<>(tensors.byInput());
        List<Long> lengths = new ArrayList<>();
        for (long length : shape) {
            lengths.add(length);
        }
        byInput.put(input, new TensorColumn(column, lengths));
        return new SampleColumns(new Content.Tensors(byInput), nameColumn);
    }

    /** The same with the names of the samples, unique ones, in a column. */
    public SampleColumns named(String column) {
        return new SampleColumns(content, column);
    }

    Content content() {
        return content;
    }

    Optional<String> nameColumn() {
        return Optional.of(nameColumn).filter(column -> !column.isEmpty());
    }
}
