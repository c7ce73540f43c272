package dev.vernier.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.PartialCalibration;
import dev.vernier.data.DataOptions;
import dev.vernier.data.Samples;
import dev.vernier.target.Targets;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The figures of docs/spark.md: the time that Spark adds, and the driver's memory. No test by its
 * name, so that it runs only when asked for:
 *
 * <pre>
 * mvn -pl vernier-spark -am -Dtest=OverheadMeasurement -Dsurefire.failIfNoSpecifiedTests=false test
 * </pre>
 */
class OverheadMeasurement {

    private static final int ROWS = 5_000;
    private static final int PIXELS = 64;
    private static final int SHADES = 17;
    private static final Path LAUNCHER =
            Path.of(System.getProperty("vernier.launcher", "../vernier")).toAbsolutePath();

    private final Path folder;

    OverheadMeasurement(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    @AfterEach
    void stop() {
        TestCluster.stop();
    }

    @Test
    void smallModel() throws Exception {
        Random random = new Random(1);
        List<Row> rows = new ArrayList<>();
        float[] values = new float[ROWS * PIXELS];
        for (int i = 0; i < ROWS; i++) {
            float[] pixels = new float[PIXELS];
            for (int j = 0; j < PIXELS; j++) {
                pixels[j] = random.nextInt(SHADES) / (SHADES - 1f);
                values[i * PIXELS + j] = pixels[j];
            }
            rows.add(RowFactory.create("data.npy[" + i + "]", pixels));
        }
        Path data = Files.write(folder.resolve("data.npy"), npy(values));

        compare(
                2,
                "digits.onnx",
                List.of(Digits.MODEL.toString(), "--data", data.toString()),
                rows,
                Digits.SCHEMA,
                List.of(Digits.MODEL.toString(), "--column=" + Digits.input() + "=pixels"));
    }

    @Test
    void sentences() throws Exception {
        Path model = resource("/all-minilm-l6-v2.onnx");
        Path tokenizer = resource("/all-minilm-l6-v2-tokenizer.json");
        List<String> lines = lines();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(RowFactory.create("data.txt:" + (i + 1), lines.get(i)));
        }
        Path data = Files.write(folder.resolve("data.txt"), lines);
        String tokenized = "--tokenizer=" + tokenizer;

        compare(
                1,
                "all-MiniLM-L6-v2",
                List.of(model.toString(), "--data", data.toString(), tokenized),
                rows,
                new StructType()
                        .add("id", DataTypes.StringType)
                        .add("sentence", DataTypes.StringType),
                List.of(model.toString(), "--column=sentence", tokenized));
    }

    @Test
    void driverMemory() throws Exception {
        SparkSession session = TestCluster.session();
        for (int rows : new int[] {2_000, 20_000, 200_000}) {
            String data = folder.resolve("rows-" + rows).toString();
            session.range(rows)
                    .selectExpr(
                            "cast(id as string) as id",
                            "transform(sequence(1, 64), i -> cast(pmod(hash(id, i), 17) / 16 as"
                                    + " float)) as pixels")
                    .repartition(16)
                    .write()
                    .parquet(data);
            TaskCounts counts = new TaskCounts();
            session.sparkContext().addSparkListener(counts);
            HeapWatch watch = new HeapWatch();

            SparkCalibration.collect(
                    session.read().parquet(data), Digits.MODEL.toString(), Digits.columns());

            long live = watch.stop();
            session.sparkContext().listenerBus().waitUntilEmpty();
            session.sparkContext().removeSparkListener(counts);
            System.out.printf(
                    Locale.ROOT,
                    "driver, %,d rows: %,d bytes of task results, %.1f MB live at most%n",
                    rows,
                    counts.resultBytes.get(),
                    live / 1e6);
        }
    }

    @Test
    void merging() throws Exception {
        byte[] part;
        try (PartialCalibration calibration =
                        PartialCalibration.of(
                                resource("/all-minilm-l6-v2.onnx"), Targets.ONNXRUNTIME_CPU);
                Samples samples =
                        Samples.open(
                                Files.write(folder.resolve("data.txt"), lines().subList(0, 200)),
                                DataOptions.DEFAULT.withTokenizer(
                                        resource("/all-minilm-l6-v2-tokenizer.json")))) {
            part = new PartResult(calibration.collect(samples), 200, new BadRows()).toBytes();
        }
        byte[] merged = part;
        int merges = 200;
        double warm = seconds(() -> PartResult.merge(part, part));
        long start = System.nanoTime();
        for (int i = 0; i < merges; i++) {
            merged = PartResult.merge(merged, part);
        }
        double each = (System.nanoTime() - start) / 1e6 / merges;
        System.out.printf(
                Locale.ROOT,
                "merging results of %,d bytes to %,d: the first %.0f ms, then %.1f ms each%n",
                part.length,
                merged.length,
                1000 * warm,
                each);
    }

    /** Runs both in turn and prints seconds; Spark is up before. */
    private void compare(
            int rounds,
            String name,
            List<String> local,
            List<Row> rows,
            StructType schema,
            List<String> distributed)
            throws Exception {
        SparkSession session = TestCluster.session("local[2]");
        Path data = folder.resolve("parquet");
        session.createDataFrame(rows, schema).coalesce(1).write().parquet(data.toString());
        for (int round = 1; round <= rounds; round++) {
            Path here = folder.resolve(round + "-local.stats");
            Path there = folder.resolve(round + "-spark.stats");
            double alone = seconds(() -> assertThat(launch(local, here)).isZero());
            List<String> arguments = new ArrayList<>(distributed);
            arguments.addAll(
                    List.of("--data", data.toString(), "--name-column=id", "-o", there.toString()));
            double spark =
                    seconds(() -> assertThat(Main.run(arguments.toArray(String[]::new))).isZero());
            assertThat(there).hasSameBinaryContentAs(here);
            System.out.printf(
                    Locale.ROOT,
                    "%s, %,d rows, round %d: vernier calibrate %.2f s, local[2] %.2f s, ratio %.2f%n",
                    name,
                    ROWS,
                    round,
                    alone,
                    spark,
                    spark / alone);
        }
    }

    private int launch(List<String> arguments, Path output) throws Exception {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString(), "calibrate"));
        command.addAll(arguments);
        command.addAll(List.of("--threads", "2", "-o", output.toString()));
        ProcessBuilder process = new ProcessBuilder(command).inheritIO();
        // The same Java on both sides.
        process.environment().put("VERNIER_JAVA_HOME", System.getProperty("java.home"));
        return process.start().waitFor();
    }

    /** A piece of work that may fail. */
    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private static double seconds(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static byte[] npy(float[] values) {
        String header =
                "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, 1, 8, 8), }"
                        .formatted(ROWS);
        byte[] padded =
                String.format(Locale.ROOT, "%-117s\n", header).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer file =
                ByteBuffer.allocate(10 + padded.length + values.length * Float.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put((byte) 0x93)
                        .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                        .put((byte) 1)
                        .put((byte) 0)
                        .putShort((short) padded.length)
                        .put(padded);
        file.asFloatBuffer().put(values);
        return file.array();
    }

    private static List<String> lines() {
        List<String> words =
                List.of(
                        "a reader of marks between the scale and its zero point sees small steps"
                                .split(" "));
        Random random = new Random(2);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            StringBuilder line = new StringBuilder("row " + i);
            for (int length = 4 + random.nextInt(12); length > 0; length--) {
                line.append(' ').append(words.get(random.nextInt(words.size())));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private Path resource(String name) throws IOException {
        Path file = folder.resolve(name.substring(1));
        try (InputStream in = OverheadMeasurement.class.getResourceAsStream(name)) {
            Files.copy(Objects.requireNonNull(in), file);
        }
        return file;
    }

    /** Collects garbage again and again and keeps the most that was left. */
    private static final class HeapWatch {

        private final AtomicBoolean stopped = new AtomicBoolean();
        private final Thread thread = new Thread(this::watch);
        private volatile long most;

        HeapWatch() {
            thread.start();
        }

        private void watch() {
            while (!stopped.get()) {
                System.gc();
                most =
                        Math.max(
                                most,
                                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
                try {
                    Thread.sleep(200);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }

        long stop() throws InterruptedException {
            stopped.set(true);
            thread.join();
            return most;
        }
    }
}
