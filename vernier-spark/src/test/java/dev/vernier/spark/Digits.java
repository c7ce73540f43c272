package dev.vernier.spark;

import dev.vernier.Calibration;
import dev.vernier.data.ModelInputs;
import dev.vernier.data.Sample;
import dev.vernier.data.SampleCursor;
import dev.vernier.data.Samples;
import dev.vernier.model.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The classifier of handwritten digits that comes with the product, and its samples as rows. */
final class Digits {

    static final Path MODEL = Path.of("../samples/digits/digits.onnx");
    static final Path DATA = Path.of("../samples/digits/calibration.npz");

    static final StructType SCHEMA =
            new StructType()
                    .add("id", DataTypes.StringType, false)
                    .add("pixels", DataTypes.createArrayType(DataTypes.FloatType, false), false);

    private Digits() {}

    static SampleColumns columns() throws IOException {
        return SampleColumns.tensors().tensor(input(), "pixels").named("id");
    }

    /** The name of the model's only input. */
    static String input() throws IOException {
        return inputs().required().get(0).name();
    }

    private static ModelInputs inputs() throws IOException {
        return ModelInputs.of(ModelFile.read(MODEL).model().graph());
    }

    /** A row for each sample, called as the reader of the file calls it. */
    static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        String input = input();
        try (Samples samples = Samples.npz(DATA);
                SampleCursor cursor = samples.cursor(inputs())) {
            for (Optional<Sample> next = cursor.next(); next.isPresent(); next = cursor.next()) {
                float[] pixels = Objects.requireNonNull(next.get().inputs().get(input)).floats();
                rows.add(RowFactory.create(next.get().name(), pixels));
            }
        }
        return rows;
    }

    static Dataset<Row> dataset(SparkSession session, List<Row> rows, int partitions) {
        return session.createDataFrame(rows, SCHEMA).repartition(partitions);
    }

    /** The statistics file that one machine writes. */
    static byte[] localStatistics(Path folder) throws IOException {
        Path output = folder.resolve("local.stats");
        Calibration.of(MODEL).samples(Samples.npz(DATA)).writeTo(output);
        return Files.readAllBytes(output);
    }
}
