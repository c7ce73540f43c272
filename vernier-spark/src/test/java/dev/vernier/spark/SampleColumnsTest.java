package dev.vernier.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.Calibration;
import dev.vernier.collect.Collection;
import dev.vernier.collect.CollectionOptions.NonFinitePolicy;
import dev.vernier.collect.NonFiniteException;
import dev.vernier.data.DataException;
import dev.vernier.data.DataOptions;
import dev.vernier.data.ImagePreprocessing;
import dev.vernier.data.Samples;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of column becomes the samples that files of the same content become. */
class SampleColumnsTest {

    private static final DataType FLOATS = DataTypes.createArrayType(DataTypes.FloatType, true);

    private final SparkSession session = TestCluster.session();
    private final Path folder;

    SampleColumnsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private byte[] local(Path model, Path data, DataOptions options) throws IOException {
        Path output = folder.resolve("local.stats");
        try (Samples samples = Samples.open(data, options)) {
            Calibration.of(model).samples(samples).writeTo(output);
        }
        return Files.readAllBytes(output);
    }

    private static byte[] bytes(Collection seen) {
        return seen.statistics().toBytes();
    }

    @Test
    void textIsEncodedAsOnOneMachine() throws IOException {
        Path model = SmallModels.text(folder);
        Path tokenizer = folder.resolve("tokenizer.json");
        try (InputStream in =
                SampleColumnsTest.class.getResourceAsStream("/all-minilm-l6-v2-tokenizer.json")) {
            Files.copy(Objects.requireNonNull(in), tokenizer);
        }
        List<String> sentences = List.of("A vernier reads between the marks.", "Short", "a b c d");
        Path file = Files.write(folder.resolve("sentences.txt"), sentences);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < sentences.size(); i++) {
            rows.add(RowFactory.create("sentences.txt:" + (i + 1), sentences.get(i)));
        }
        StructType schema =
                new StructType()
                        .add("id", DataTypes.StringType)
                        .add("sentence", DataTypes.StringType);
        Dataset<Row> dataset = session.createDataFrame(rows, schema).repartition(2);

        Collection seen =
                SparkCalibration.collect(
                        dataset,
                        model.toString(),
                        SampleColumns.text("sentence", tokenizer, 512).named("id"));

        assertThat(bytes(seen))
                .isEqualTo(local(model, file, DataOptions.DEFAULT.withTokenizer(tokenizer)));
    }

    @Test
    void imagesAreDecodedAsOnOneMachine() throws IOException {
        Path model = SmallModels.image(folder);
        Path images = Files.createDirectory(folder.resolve("images"));
        Random random = new Random(5);
        for (int i = 0; i < 6; i++) {
            BufferedImage image = new BufferedImage(12 + i, 10, BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < image.getWidth(); x++) {
                    image.setRGB(x, y, random.nextInt());
                }
            }
            ImageIO.write(image, "png", images.resolve("image " + i + ".png").toFile());
        }
        ImagePreprocessing steps = ImagePreprocessing.parse("crop=8,resize=10");
        Path output = folder.resolve("spark.stats");

        int exitCode =
                Main.run(
                        model.toString(),
                        "--data=" + images,
                        "--preprocess=crop=8,resize=10",
                        "-o",
                        output.toString());

        assertThat(exitCode).isZero();
        assertThat(Files.readAllBytes(output))
                .isEqualTo(local(model, images, DataOptions.DEFAULT.withImages(steps)));
    }

    private Dataset<Row> pairs(Object... pairs) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < pairs.length; i++) {
            rows.add(RowFactory.create("row" + i, pairs[i]));
        }
        return session.createDataFrame(
                        rows, new StructType().add("id", DataTypes.StringType).add("x", FLOATS))
                .repartition(2);
    }

    @Test
    void refusesInfinityNamingTheNodeAndTheRow() throws IOException {
        String model = SmallModels.logarithm(folder).toString();
        Dataset<Row> rows = pairs(new float[] {1, 2}, new float[] {0, 3}, new float[] {4, 0});

        assertThatThrownBy(
                        () ->
                                SparkCalibration.collect(
                                        rows, model, SampleColumns.tensors().named("id")))
                .isInstanceOf(NonFiniteException.class)
                .hasMessageContaining("tensor 'l' must be finite; it is not, from node 'log'")
                .hasMessageContaining("sample=row1;");
    }

    @Test
    void findsTheRowWithInfinityByItsContent() throws IOException {
        String model = SmallModels.logarithm(folder).toString();

        assertThatThrownBy(
                        () ->
                                SparkCalibration.collect(
                                        pairs(new float[] {1, 2}, new float[] {0, 3}),
                                        model,
                                        SampleColumns.tensors()))
                .isInstanceOf(NonFiniteException.class)
                .hasMessageContaining("from node 'log'")
                .hasMessageContaining("sample=row-");
    }

    @Test
    void ignoresInfinityIfToldSo() throws IOException {
        Collection seen =
                SparkCalibration.of(
                                SmallModels.logarithm(folder).toString(),
                                SampleColumns.tensors().named("id"))
                        .nonFinite(NonFinitePolicy.IGNORE)
                        .collect(pairs(new float[] {1, 2}, new float[] {0, 3}));

        assertThat(seen.statistics().samples()).isEqualTo(2);
        assertThat(seen.notes()).anyMatch(note -> note.startsWith("left out of 'l'"));
    }

    @Test
    void aBadRowFailsTheJobWithItsReason() throws IOException {
        String model = SmallModels.logarithm(folder).toString();
        Dataset<Row> rows = pairs(new float[] {1, 2}, new float[] {1, 2, 3});

        assertThatThrownBy(
                        () ->
                                SparkCalibration.collect(
                                        rows, model, SampleColumns.tensors().named("id")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("row1")
                .hasMessageContaining("x: float[1,3]");
    }

    @Test
    @SuppressWarnings("NullAway") // a null in an array is one of the bad rows
    void passesOverBadRowsWithinTheLimit() throws IOException {
        SparkCalibration calibration =
                SparkCalibration.of(
                        SmallModels.logarithm(folder).toString(),
                        SampleColumns.tensors().named("id"));
        Dataset<Row> rows =
                pairs(new float[] {1, 2}, new Float[] {1f, null}, new float[] {2, 1}, null);

        Collection seen = calibration.badSamples(50).collect(rows);

        assertThat(seen.statistics().samples()).isEqualTo(2);
        assertThat(seen.notes())
                .anyMatch(note -> note.startsWith("skipped row1: "))
                .anyMatch(note -> note.startsWith("skipped row3: "));
        assertThatThrownBy(() -> calibration.badSamples(49).collect(rows))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("bad samples must be at most 49 % of 4; bad=2");
    }

    @Test
    void namesTheColumnThatIsMissing() throws IOException {
        String model = SmallModels.logarithm(folder).toString();

        assertThatThrownBy(
                        () ->
                                SparkCalibration.collect(
                                        pairs(new float[] {1, 2}).drop("x"),
                                        model,
                                        SampleColumns.tensors()))
                .isInstanceOf(DataException.class)
                .hasMessage("dataset must have the column 'x', for x; columns=[id]");
    }

    @Test
    void refusesAnEmptyDataset() throws IOException {
        String model = SmallModels.logarithm(folder).toString();

        assertThatThrownBy(() -> SparkCalibration.collect(pairs(), model, SampleColumns.tensors()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("at least one sample");
    }
}
