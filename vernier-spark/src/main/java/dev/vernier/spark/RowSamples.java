package dev.vernier.spark;

import dev.vernier.data.BadSampleException;
import dev.vernier.data.MatchedSamples;
import dev.vernier.data.ModelInputs;
import dev.vernier.data.Sample;
import dev.vernier.data.SampleCursor;
import dev.vernier.data.Samples;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * The rows of one partition as samples, in a single pass that ends when Spark wants the task dead.
 *
 * <p>Bad ones are counted in {@link #bad} and passed over if that is allowed.
 */
final class RowSamples implements Samples {

    private final Iterator<InternalRow> rows;
    private final RowReader reader;
    private final boolean skipsBad;
    private final BadRows bad = new BadRows();
    private long seen;

    RowSamples(Iterator<InternalRow> rows, RowReader reader, boolean skipsBad) {
        this.rows = rows;
        this.reader = reader;
        this.skipsBad = skipsBad;
    }

    /** The rows that were passed over. */
    BadRows bad() {
        return bad;
    }

    /** How many rows there were, with the bad ones. */
    long seen() {
        return seen;
    }

    @Override
    public SampleCursor cursor(ModelInputs inputs) throws IOException {
        SampleCursor matched = MatchedSamples.of(each -> new Rows()).cursor(inputs);
        return new SampleCursor() {
            @Override
            public Optional<Sample> next() throws IOException {
                while (true) {
                    try {
                        return matched.next();
                    } catch (BadSampleException e) {
                        if (!skipsBad) {
                            throw e;
                        }
                        bad.add(e);
                    }
                }
            }

            @Override
            public void close() throws IOException {
                matched.close();
            }
        };
    }

    private final class Rows implements SampleCursor {
        @Override
        public Optional<Sample> next() throws IOException {
            TaskContext task = TaskContext.get();
            if (task != null) { // none on the driver
                task.killTaskIfInterrupted();
            }
            if (!rows.hasNext()) {
                return Optional.empty();
            }
            seen++;
            return Optional.of(reader.read(rows.next()));
        }

        @Override
        public void close() {}
    }
}
