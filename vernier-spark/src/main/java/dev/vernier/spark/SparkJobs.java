package dev.vernier.spark;

import dev.vernier.data.BadSampleException;
import dev.vernier.data.DataException;
import dev.vernier.data.Sample;
import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.UnsupportedModelException;
import dev.vernier.runner.RunException;
import dev.vernier.spark.ColumnPlan.Selection;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/** The jobs that are run on a dataset's rows in Spark's own form. */
final class SparkJobs {

    /** Two levels: a thousand partitions are merged by some thirty tasks, these by one. */
    private static final int DEPTH = 2;

    /** What a task says about the user's data or model, told as one machine tells it. */
    private static final List<Class<? extends RuntimeException>> FINDINGS =
            List.of(
                    DataException.class,
                    RunException.class,
                    ModelFormatException.class,
                    UnsupportedModelException.class);

    private SparkJobs() {}

    /**
     * Runs a function over every partition and merges what it gives on executors.
     *
     * @return no bytes if no partition gave anything
     */
    static byte[] merge(Dataset<Row> rows, FlatMapFunction<Iterator<InternalRow>, byte[]> part) {
        return told(
                () ->
                        internalRows(rows)
                                .mapPartitions(part)
                                .treeAggregate(
                                        new byte[0],
                                        PartResult::merge,
                                        PartResult::merge,
                                        DEPTH,
                                        true));
    }

    /** The sample of a name. */
    static Optional<Sample> find(String name, Selection selection, ShippedModel model)
            throws IOException {
        ColumnPlan plan = selection.plan();
        List<InternalRow> found =
                told(
                        () ->
                                internalRows(selection.rows())
                                        .filter(row -> isCalled(name, row, plan, model))
                                        .map(InternalRow::copy)
                                        .take(1));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (ExecutorModels.Lease lease = ExecutorModels.lease(model)) {
            return Optional.of(lease.model().reader(plan).read(found.get(0)));
        }
    }

    private static boolean isCalled(
            String name, InternalRow row, ColumnPlan plan, ShippedModel model) throws IOException {
        if (plan.nameOrdinal() >= 0) {
            return !row.isNullAt(plan.nameOrdinal())
                    && row.getUTF8String(plan.nameOrdinal()).toString().equals(name);
        }
        try (ExecutorModels.Lease lease = ExecutorModels.lease(model)) {
            return lease.model().reader(plan).read(row).name().equals(name);
        } catch (BadSampleException passedOverBefore) {
            return false;
        }
    }

    private static JavaRDD<InternalRow> internalRows(Dataset<Row> rows) {
        return rows.queryExecution().toRdd().toJavaRDD();
    }

    private static <T> T told(Callable<T> job) {
        try {
            return job.call();
        } catch (Exception e) { // Spark's are checked
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                Throwable found = cause;
                if (FINDINGS.stream().anyMatch(type -> type.isInstance(found))) {
                    throw (RuntimeException) cause;
                }
            }
            throw e instanceof RuntimeException unchecked
                    ? unchecked
                    : new IllegalStateException("Spark job must end well; " + e.getMessage(), e);
        }
    }
}
