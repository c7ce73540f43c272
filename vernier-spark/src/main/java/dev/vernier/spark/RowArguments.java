package dev.vernier.spark;

import dev.vernier.data.ImagePreprocessing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import picocli.CommandLine.Option;

/** The options that name rows and say how they become samples. */
final class RowArguments {

    /** Where a file is named in what Spark's source of binary files gives. */
    private static final String FILE_PATH = "path";

    private static final String FILE_CONTENT = "content";
    private static final String FILE_NAME = "vernier_file_name";

    /** How rows are stored. */
    enum Format {
        PARQUET,
        JSON,
        BINARYFILE
    }

    @Option(
            names = "--data",
            paramLabel = "DATA",
            required = true,
            description = {
                "Sample inputs: Parquet or JSON lines with a column for each input, or one of text"
                        + " with --tokenizer; or a folder of images with --preprocess."
            })
    private List<String> data = new ArrayList<>();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "parquet, json or binaryFile (default: json for names that end in .json or"
                            + " .jsonl, binaryFile with --preprocess and no --column, else parquet).")
    private Optional<Format> format = Optional.empty();

    @Option(
            names = "--column",
            paramLabel = "[INPUT=]NAME",
            description =
                    "The column of the text or image; for numbers that of an input, once for each"
                            + " input whose column is not called like it.")
    private List<String> columns = new ArrayList<>();

    @Option(
            names = "--name-column",
            paramLabel = "NAME",
            description =
                    "The column with the samples' unique names; without one each is called after"
                            + " its content, images after their file.")
    private Optional<String> nameColumn = Optional.empty();

    @Option(
            names = "--tokenizer",
            paramLabel = "JSON",
            description = "The tokenizer.json that belongs to the model; for text.")
    private Optional<Path> tokenizer = Optional.empty();

    @Option(
            names = "--max-length",
            paramLabel = "TOKENS",
            defaultValue = "512",
            description = "Cut texts to this many tokens (default: ${DEFAULT-VALUE}).")
    private int maxLength;

    @Option(
            names = "--preprocess",
            paramLabel = "STEPS",
            description =
                    "What the model was trained behind, for images: imagenet, or settings such as"
                            + " resize=256,crop=224,mean=123:117:104,std=1:1:1,divisor=1.")
    private Optional<String> preprocess = Optional.empty();

    @Option(
            names = "--samples",
            paramLabel = "N",
            description =
                    "Use only N rows, chosen by a hash of their names; --seed makes another choice.")
    private Optional<Integer> limit = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            defaultValue = "1",
            description = "Another choice of --samples (default: ${DEFAULT-VALUE}).")
    private long seed;

    /**
     * How rows become samples.
     *
     * @throws IllegalArgumentException if options contradict each other
     */
    SampleColumns columns() {
        if (limit.isPresent() && (limit.get() < 1 || name().isEmpty())) {
            throw new IllegalArgumentException(
                    "--samples must be at least 1 and come with --name-column; --samples="
                            + limit.get());
        }
        if (tokenizer.isPresent() && preprocess.isPresent()) {
            throw new IllegalArgumentException("--tokenizer and --preprocess exclude each other");
        }
        SampleColumns unnamed = unnamed();
        return name().map(unnamed::named).orElse(unnamed);
    }

    private SampleColumns unnamed() {
        if (tokenizer.isPresent()) {
            return SampleColumns.text(onlyColumn(), tokenizer.get(), maxLength);
        }
        if (preprocess.isPresent()) {
            String column = isFiles() ? FILE_CONTENT : onlyColumn();
            return SampleColumns.images(column, ImagePreprocessing.parse(preprocess.get()));
        }
        SampleColumns tensors = SampleColumns.tensors();
        for (String column : columns) {
            int equals = column.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "--column must be INPUT=NAME for numbers; --column=" + column);
            }
            tensors = tensors.tensor(column.substring(0, equals), column.substring(equals + 1));
        }
        return tensors;
    }

    private String onlyColumn() {
        if (columns.size() != 1) {
            throw new IllegalArgumentException(
                    "--column must be given once for text and images; --column=" + columns);
        }
        return columns.get(0);
    }

    private Optional<String> name() {
        return nameColumn.or(() -> isFiles() ? Optional.of(FILE_NAME) : Optional.empty());
    }

    private boolean isFiles() {
        return format() == Format.BINARYFILE;
    }

    private Format format() {
        if (format.isPresent()) {
            return format.get();
        }
        if (preprocess.isPresent() && columns.isEmpty()) {
            return Format.BINARYFILE;
        }
        return data.stream().anyMatch(RowArguments::isJson) ? Format.JSON : Format.PARQUET;
    }

    private static boolean isJson(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        return name.endsWith(".json") || name.endsWith(".jsonl");
    }

    /**
     * The rows, in enough partitions for every core: what Spark reads from one small file, or cuts
     * off after some rows, is one partition and would occupy one core.
     */
    Dataset<Row> read(SparkSession session) {
        Dataset<Row> rows = stored(session);
        int cores = session.sparkContext().defaultParallelism();
        return limit.isPresent() || rows.rdd().getNumPartitions() < cores
                ? rows.repartition(cores)
                : rows;
    }

    private Dataset<Row> stored(SparkSession session) {
        Dataset<Row> rows =
                session.read()
                        .format(isFiles() ? "binaryFile" : format().name().toLowerCase(Locale.ROOT))
                        .load(data.toArray(String[]::new));
        if (isFiles()) {
            rows =
                    rows.withColumn(
                            FILE_NAME, functions.substring_index(rows.col(FILE_PATH), "/", -1));
        }
        return limit.isPresent() ? chosen(rows, limit.get()) : rows;
    }

    /** Rows in the order of a hash, cut off: the same ones however they are stored. */
    private Dataset<Row> chosen(Dataset<Row> rows, int count) {
        String name = name().orElseThrow();
        return rows.orderBy(functions.xxhash64(functions.lit(seed), rows.col(name)), rows.col(name))
                .limit(count);
    }
}
