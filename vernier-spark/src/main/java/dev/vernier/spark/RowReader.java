package dev.vernier.spark;

import dev.vernier.data.BadSampleException;
import dev.vernier.data.DataException;
import dev.vernier.data.ImageReader;
import dev.vernier.data.ModelInputs;
import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
import dev.vernier.data.TextInputs;
import dev.vernier.spark.SampleColumns.Content;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Makes a sample of each row of a {@link ColumnPlan}.
 *
 * <p>What is wrong with one row is a {@link BadSampleException}. Safe for use by many threads.
 */
final class RowReader {

    private static final String NAMELESS = "row";

    private final ColumnPlan plan;
    private final Decoder decoder;

    @FunctionalInterface
    private interface Decoder {
        Sample sample(String name, InternalRow row) throws IOException;
    }

    private RowReader(ColumnPlan plan, Decoder decoder) {
        this.plan = plan;
        this.decoder = decoder;
    }

    /**
     * @param text the tokenizer, if the columns hold text
     */
    static RowReader of(ColumnPlan plan, ModelInputs inputs, Optional<TextInputs> text) {
        Content content = plan.columns().content();
        if (content instanceof Content.Text) {
            TextInputs tokens = text.orElseThrow();
            return new RowReader(
                    plan,
                    (name, row) -> tokens.sample(name, row.getUTF8String(0).toString(), inputs));
        }
        if (content instanceof Content.Images images) {
            ImageReader reader = new ImageReader(Optional.of(images.settings().preprocessing()));
            return new RowReader(
                    plan, (name, row) -> reader.sample(name, row.getBinary(0), inputs));
        }
        List<NumberColumn> columns = plan.numberColumns(inputs);
        return new RowReader(plan, (name, row) -> tensors(name, row, columns));
    }

    private static Sample tensors(String name, InternalRow row, List<NumberColumn> columns) {
        Map<String, SampleTensor> tensors = new LinkedHashMap<>();
        for (NumberColumn column : columns) {
            tensors.put(column.inputName(), column.read(row));
        }
        return new Sample(name, tensors);
    }

    /**
     * The sample of a row.
     *
     * @throws BadSampleException if this row is none
     */
    Sample read(InternalRow row) throws IOException {
        Optional<String> name = name(row);
        String called = name.orElse(NAMELESS);
        Sample sample = decode(called, row);
        return name.isPresent()
                ? sample
                : new Sample(ContentName.of(sample.inputs()), sample.inputs());
    }

    private Sample decode(String name, InternalRow row) throws IOException {
        try {
            if (row.isNullAt(0)) {
                throw new DataException("column must not be null");
            }
            return decoder.sample(name, row);
        } catch (DataException e) {
            throw new BadSampleException(name, String.valueOf(e.getMessage()), e);
        }
    }

    /** What the name column says, if there is one. */
    private Optional<String> name(InternalRow row) {
        if (plan.nameOrdinal() < 0) {
            return Optional.empty();
        }
        if (row.isNullAt(plan.nameOrdinal())) {
            throw new BadSampleException(NAMELESS, "name must not be null");
        }
        return Optional.of(row.getUTF8String(plan.nameOrdinal()).toString());
    }
}
