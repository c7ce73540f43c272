package dev.vernier.spark;

import dev.vernier.collect.Collection;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;

/** Runs the rows of one partition through the model, in the task's own thread. */
final class CollectPart implements FlatMapFunction<Iterator<InternalRow>, byte[]> {

    private static final long serialVersionUID = 1L;

    private final ShippedModel model;
    private final ColumnPlan plan;
    private final boolean skipsBad;

    CollectPart(ShippedModel model, ColumnPlan plan, boolean skipsBad) {
        this.model = model;
        this.plan = plan;
        this.skipsBad = skipsBad;
    }

    @Override
    public Iterator<byte[]> call(Iterator<InternalRow> rows) throws IOException {
        if (!rows.hasNext()) {
            return Collections.emptyIterator();
        }
        try (ExecutorModels.Lease lease = ExecutorModels.lease(model)) {
            RowSamples samples = new RowSamples(rows, lease.model().reader(plan), skipsBad);
            Collection seen = lease.model().calibration().collect(samples);
            return List.of(new PartResult(seen, samples.seen(), samples.bad()).toBytes())
                    .iterator();
        }
    }
}
