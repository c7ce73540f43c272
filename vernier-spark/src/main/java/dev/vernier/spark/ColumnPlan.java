package dev.vernier.spark;

import dev.vernier.data.DataException;
import dev.vernier.data.ModelInputs;
import dev.vernier.data.TextInputs;
import dev.vernier.graph.ValueInfo;
import dev.vernier.spark.SampleColumns.Content;
import dev.vernier.spark.SampleColumns.TensorColumn;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that are read, in their order, and what each feeds. Travels to executors.
 *
 * @param columns as the user named them
 * @param inputs the input that each column of numbers feeds; for text and images none is named
 * @param types of the columns, without that of the names
 * @param nameOrdinal where the names are, -1 if there are none
 */
record ColumnPlan(SampleColumns columns, List<String> inputs, List<DataType> types, int nameOrdinal)
        implements Serializable {

    /** The columns of a dataset, and the plan to read them. */
    record Selection(Dataset<Row> rows, ColumnPlan plan) {}

    /**
     * Chooses the columns for a model.
     *
     * @throws DataException if the dataset lacks one, or one cannot feed its input
     */
    static Selection select(Dataset<Row> rows, SampleColumns columns, ModelInputs model) {
        Map<String, String> byInput = byInput(columns.content(), model);
        List<Column> selected = new ArrayList<>();
        for (Map.Entry<String, String> entry : byInput.entrySet()) {
            selected.add(column(rows, entry.getValue(), entry.getKey()));
        }
        columns.nameColumn()
                .ifPresent(name -> selected.add(column(rows, name, "names").cast("string")));
        Dataset<Row> chosen = rows.select(selected.toArray(Column[]::new));
        StructType schema = chosen.schema();
        List<DataType> types = new ArrayList<>();
        for (int i = 0; i < byInput.size(); i++) {
            types.add(schema.apply(i).dataType());
        }
        requireType(columns.content(), types.get(0));
        int nameOrdinal = columns.nameColumn().isPresent() ? byInput.size() : -1;
        return new Selection(
                chosen,
                new ColumnPlan(columns, new ArrayList<>(byInput.keySet()), types, nameOrdinal));
    }

    private static Map<String, String> byInput(Content content, ModelInputs model) {
        if (content instanceof Content.Text text) {
            TextInputs.requireText(model, "column '" + text.column() + "'");
            return Map.of("text", text.column());
        }
        if (content instanceof Content.Images images) {
            return Map.of("image", images.column());
        }
        Map<String, TensorColumn> given = ((Content.Tensors) content).byInput();
        Map<String, String> byInput = new LinkedHashMap<>();
        for (ValueInfo input : model.required()) {
            byInput.put(input.name(), input.name());
        }
        given.forEach(
                (input, column) -> {
                    if (model.find(input).isEmpty()) {
                        throw new DataException(
                                "the model must have the input that a column is for; input=%s, column=%s, inputs=%s"
                                        .formatted(input, column.column(), model.required()));
                    }
                    byInput.put(input, column.column());
                });
        return byInput;
    }

    private static Column column(Dataset<Row> rows, String name, String purpose) {
        boolean isField = name.contains("."); // of a struct: Spark says what is wrong with it
        if (!isField && !Arrays.asList(rows.columns()).contains(name)) {
            throw new DataException(
                    "dataset must have the column '%s', for %s; columns=%s"
                            .formatted(name, purpose, Arrays.toString(rows.columns())));
        }
        return rows.col(name);
    }

    private static void requireType(Content content, DataType type) {
        boolean fits =
                content instanceof Content.Tensors
                        || (content instanceof Content.Text && type instanceof StringType)
                        || (content instanceof Content.Images && type instanceof BinaryType);
        if (!fits) {
            throw new DataException(
                    "column must hold strings for text, and binary for images; type="
                            + type.simpleString());
        }
    }

    /** The readers of columns of numbers. */
    List<NumberColumn> numberColumns(ModelInputs model) {
        Map<String, TensorColumn> given = ((Content.Tensors) columns.content()).byInput();
        List<NumberColumn> readers = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            String input = inputs.get(i);
            ValueInfo info = model.find(input).orElseThrow();
            List<Long> shape = given.containsKey(input) ? given.get(input).shape() : List.of();
            readers.add(new NumberColumn(i, types.get(i), info, shape));
        }
        return readers;
    }
}
