package dev.vernier.spark;

import dev.vernier.PartialCalibration;
import dev.vernier.data.TextInputs;
import java.util.Optional;

/**
 * A model in this process, with the tokenizer that feeds it. Safe for use by many threads.
 *
 * @param text for columns of text
 */
record LoadedModel(PartialCalibration calibration, Optional<TextInputs> text)
        implements AutoCloseable {

    RowReader reader(ColumnPlan plan) {
        return RowReader.of(plan, calibration.inputs(), text);
    }

    @Override
    public void close() {
        calibration.close();
        text.ifPresent(TextInputs::close);
    }
}
