package dev.vernier.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A task that runs twice at the same time counts its rows once.
 *
 * <p>Spark starts a speculative attempt on another host only, so this cluster has two workers that
 * call the same machine by two names: five more processes, hence the tag.
 */
@Tag("exhaustive")
class SpeculationTest {

    private static final String ADDRESS = "127.0.0.1";
    private static final List<Process> PROCESSES = new ArrayList<>();

    private final Path folder;

    SpeculationTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    static void stopTheOtherCluster() {
        TestCluster.stop();
    }

    @AfterAll
    static void stopCluster() throws InterruptedException {
        TestCluster.stop();
        for (Process process : PROCESSES) {
            process.destroy();
            process.waitFor();
        }
    }

    private static void start(Path folder, String type, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path"), type));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("SPARK_WORKER_DIR", folder.resolve("work").toString());
        PROCESSES.add(builder.redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void tasksThatRunTwiceCountTheirRowsOnce() throws IOException {
        String master = "spark://" + ADDRESS + ":" + freePort();
        String port = master.substring(master.lastIndexOf(':') + 1);
        start(
                folder,
                "org.apache.spark.deploy.master.Master",
                "--host",
                ADDRESS,
                "--port",
                port,
                "--webui-port",
                "0");
        for (String host : List.of(ADDRESS, "localhost")) {
            start(
                    folder,
                    "org.apache.spark.deploy.worker.Worker",
                    "--host",
                    host,
                    "--cores",
                    "1",
                    "--memory",
                    "1g",
                    "--webui-port",
                    "0",
                    master);
        }
        SparkSession session = TestCluster.session(master);
        TaskCounts counts = new TaskCounts();
        session.sparkContext().addSparkListener(counts);
        Path marker = folder.resolve("second");
        Dataset<Row> rows =
                Faults.straggling(Digits.dataset(session, Digits.rows(), 4), marker.toString());

        byte[] statistics =
                SparkCalibration.collect(rows, Digits.MODEL.toString(), Digits.columns())
                        .statistics()
                        .toBytes();

        assertThat(statistics).isEqualTo(Digits.localStatistics(folder));
        assertThat(Files.exists(marker)).isTrue();
        assertThat(counts.speculative.get()).isPositive();
    }
}
