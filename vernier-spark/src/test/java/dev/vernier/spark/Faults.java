package dev.vernier.spark;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Datasets whose tasks go wrong after some rows were handed out. */
final class Faults {

    private static final int ROWS_BEFORE = 3;

    private Faults() {}

    /** What is done before a row is handed out. */
    @FunctionalInterface
    interface Fault extends Serializable {
        void before(int row) throws Exception;
    }

    /** The first attempt of every task throws. */
    static Dataset<Row> failingFirst(Dataset<Row> rows) {
        return with(
                rows,
                row -> {
                    if (TaskContext.get().attemptNumber() == 0 && row == ROWS_BEFORE) {
                        throw new IllegalStateException("on purpose");
                    }
                });
    }

    /** The first attempt of the first task waits for a second one, and then ends well if it may. */
    static Dataset<Row> straggling(Dataset<Row> rows, String marker) {
        return with(
                rows,
                row -> {
                    TaskContext task = TaskContext.get();
                    if (task.partitionId() == 0 && task.attemptNumber() > 0) {
                        Path.of(marker).toFile().createNewFile();
                    } else if (task.partitionId() == 0 && row == ROWS_BEFORE) {
                        waitFor(marker, task);
                    }
                });
    }

    private static void waitFor(String marker, TaskContext task) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!Files.exists(Path.of(marker)) && System.nanoTime() < end) {
            task.killTaskIfInterrupted();
            Thread.sleep(20);
        }
    }

    /** The process of the first task that gets there dies, once. */
    static Dataset<Row> killing(Dataset<Row> rows, String marker) {
        return with(
                rows,
                row -> {
                    if (row == ROWS_BEFORE && Path.of(marker).toFile().createNewFile()) {
                        Runtime.getRuntime().halt(1);
                    }
                });
    }

    private static Dataset<Row> with(Dataset<Row> rows, Fault fault) {
        MapPartitionsFunction<Row, Row> faulty = iterator -> new Faulty(iterator, fault);
        return rows.mapPartitions(faulty, Encoders.row(rows.schema()));
    }

    private static final class Faulty implements Iterator<Row> {

        private final Iterator<Row> rows;
        private final Fault fault;
        private int row;

        Faulty(Iterator<Row> rows, Fault fault) {
            this.rows = rows;
            this.fault = fault;
        }

        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public Row next() {
            try {
                fault.before(row++);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return rows.next();
        }
    }
}
