package dev.vernier.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Two executors of one core each, in processes of their own, started by the first test that wants
 * them and kept for all others of this JVM.
 *
 * <p>Executors get the class path of the tests, in place of the installation that a worker looks
 * for in SPARK_HOME.
 */
public final class TestCluster {

    private TestCluster() {}

    public static SparkSession session() {
        return session("local-cluster[2,1,1024]");
    }

    /** The session of another master; the one before must be stopped. */
    static SparkSession session(String master) {
        try {
            Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return SparkSession.builder()
                .appName("vernier-tests")
                .master(master)
                .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.ui.enabled", "false")
                // What travels must not rely on Java's own form.
                .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .config("spark.sql.shuffle.partitions", "4")
                .config("spark.speculation", "true")
                .config("spark.speculation.interval", "50ms")
                .config("spark.speculation.quantile", "0.5")
                .config("spark.speculation.multiplier", "1.5")
                .config("spark.sql.warehouse.dir", "target/spark-warehouse")
                .getOrCreate();
    }

    /** Stops the session, if there is one. */
    static void stop() {
        if (!SparkSession.getDefaultSession().isEmpty()) {
            SparkSession.getDefaultSession().get().stop();
        }
    }
}
