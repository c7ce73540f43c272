package dev.vernier.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of one machine, whatever happens on the cluster. */
class SparkCalibrationTest {

    private static byte[] expected = {};
    private static List<Row> rows = List.of();

    private final SparkSession session = TestCluster.session();

    private final Path folder;
    private final TaskCounts counts = new TaskCounts();

    SparkCalibrationTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    static void runLocally(@TempDir Path folder) throws IOException {
        rows = Digits.rows();
        expected = Digits.localStatistics(folder);
    }

    @BeforeEach
    void listen() {
        session.sparkContext().addSparkListener(counts);
    }

    @AfterEach
    void stopListening() {
        session.sparkContext().removeSparkListener(counts);
    }

    private static byte[] statistics(Dataset<Row> dataset) throws IOException {
        return SparkCalibration.collect(dataset, Digits.MODEL.toString(), Digits.columns())
                .statistics()
                .toBytes();
    }

    private Dataset<Row> dataset(int partitions) {
        return Digits.dataset(session, rows, partitions);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 16})
    void anyNumberOfPartitionsGivesTheBytesOfOneMachine(int partitions) throws IOException {
        Dataset<Row> dataset = dataset(partitions);

        assertThat(dataset.rdd().getNumPartitions()).isEqualTo(partitions);
        assertThat(statistics(dataset)).isEqualTo(expected);
    }

    @Test
    void anyOrderOfRowsGivesTheBytesOfOneMachine() throws IOException {
        List<Row> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(7));

        assertThat(statistics(Digits.dataset(session, shuffled, 4))).isEqualTo(expected);
    }

    @Test
    void tasksThatFailAtFirstCountTheirRowsOnce() throws IOException {
        assertThat(statistics(Faults.failingFirst(dataset(4)))).isEqualTo(expected);
        assertThat(counts.failed.get()).isGreaterThanOrEqualTo(4);
    }

    /** Only the counts are larger, each by at most one byte of a variable-length number. */
    @Test
    void tenTimesTheRowsDoNotGiveTheDriverTwiceTheBytes() throws Exception {
        List<Row> many = new ArrayList<>();
        for (int copy = 0; copy < 10; copy++) {
            for (Row row : rows) {
                many.add(RowFactory.create(copy + row.getString(0), row.get(1)));
            }
        }

        long few = resultBytes(dataset(4));

        assertThat(resultBytes(Digits.dataset(session, many, 4))).isBetween(few * 9 / 10, 2 * few);
    }

    private long resultBytes(Dataset<Row> dataset) throws Exception {
        counts.resultBytes.set(0);
        statistics(dataset);
        session.sparkContext().listenerBus().waitUntilEmpty();
        return counts.resultBytes.get();
    }

    @Test
    void anExecutorThatDiesTakesNothingAlong() throws IOException {
        Path marker = folder.resolve("killed");

        assertThat(statistics(Faults.killing(dataset(8), marker.toString()))).isEqualTo(expected);
        assertThat(Files.exists(marker)).isTrue();
        assertThat(counts.executorsLost.get()).isPositive();
    }
}
