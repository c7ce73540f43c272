package dev.vernier.spark.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.calibrator.Calibrators;
import dev.vernier.data.DataException;
import dev.vernier.numeric.IntegerType;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.PackedCodes;
import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.spark.TestCluster;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.statistics.StatisticsAccumulator;
import dev.vernier.statistics.TensorStatistics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorQuantizationTest {

    private static final int SEED = 11;
    private static final int DIMENSIONS = 7;

    private static final StructType SCHEMA =
            new StructType()
                    .add("id", DataTypes.IntegerType)
                    .add("v", DataTypes.createArrayType(DataTypes.FloatType, true));

    private final SparkSession session = TestCluster.session();
    private final List<float[]> vectors = new ArrayList<>();

    VectorQuantizationTest() {
        Random random = new Random(SEED);
        for (int i = 0; i < 200; i++) {
            float[] vector = new float[DIMENSIONS];
            for (int d = 0; d < DIMENSIONS; d++) {
                vector[d] = (float) (random.nextGaussian() * (d + 1) + d);
            }
            vectors.add(vector);
        }
    }

    private Dataset<Row> rows(List<float[]> values, int partitions) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            rows.add(RowFactory.create(i, values.get(i)));
        }
        return session.createDataFrame(rows, SCHEMA).repartition(partitions);
    }

    /** The parameters for some values of each vector, as one machine finds them. */
    private QuantizationParameters local(LinearScheme scheme, String calibrator, int from, int to) {
        StatisticsAccumulator accumulator = new StatisticsAccumulator();
        for (int i = 0; i < vectors.size(); i++) {
            accumulator.begin("v" + i);
            accumulator.add("t", Arrays.copyOfRange(vectors.get(i), from, to));
        }
        TensorStatistics seen =
                accumulator.statistics(new ModelDigest("1".repeat(64))).tensor("t").orElseThrow();
        return scheme.parametersFor(Calibrators.named(calibrator).range(seen, scheme));
    }

    @ParameterizedTest
    @CsvSource({
        "int8, min-max",
        "int8-affine, mean-min-max",
        "uint8, percentile",
        "int4, mean-squared-error"
    })
    void fitsTheGridOfOneMachine(String name, String calibrator) {
        LinearScheme scheme = VectorScheme.named(name);
        VectorQuantization quantization = VectorQuantization.of(name).calibrator(calibrator);
        List<QuantizationParameters> each = new ArrayList<>();
        for (int d = 0; d < DIMENSIONS; d++) {
            each.add(local(scheme, calibrator, d, d + 1));
        }

        assertThat(quantization.fit(rows(vectors, 3), "v").parameters())
                .containsExactly(local(scheme, calibrator, 0, DIMENSIONS));
        assertThat(quantization.perDimension().fit(rows(vectors, 1), "v").parameters())
                .isEqualTo(each);
        assertThat(quantization.perDimension().fit(rows(vectors, 5), "v").parameters())
                .isEqualTo(each);
    }

    @ParameterizedTest
    @ValueSource(strings = {"int8", "uint8", "int4", "uint4"})
    void codesAndVectorsAreThoseOfTheDefinition(String scheme, @TempDir Path folder) {
        Dataset<Row> rows = rows(vectors, 2);
        VectorGrid grid = VectorQuantization.of(scheme).perDimension().fit(rows, "v");
        String stored = folder.resolve("codes.parquet").toString();

        VectorQuantization.quantize(rows, "v", "codes", grid).write().parquet(stored);
        List<Row> back =
                VectorQuantization.dequantize(session.read().parquet(stored), "codes", "restored")
                        .orderBy("id")
                        .collectAsList();

        assertThat(back).hasSize(vectors.size());
        for (int i = 0; i < back.size(); i++) {
            byte[] codes = back.get(i).getAs("codes");
            List<Float> restored = back.get(i).getList(3);
            IntegerType type = grid.type();
            byte[] whole = PackedCodes.unpack(codes, DIMENSIONS, type);
            assertThat(codes).hasSize(type.bits() == 8 ? DIMENSIONS : (DIMENSIONS + 1) / 2);
            for (int d = 0; d < DIMENSIONS; d++) {
                QuantizationParameters parameters = grid.parameters().get(d);
                int code = parameters.quantize(vectors.get(i)[d]);
                assertThat(type.signed() ? whole[d] : Byte.toUnsignedInt(whole[d]))
                        .as("seed %d, row %d, dimension %d", SEED, i, d)
                        .isEqualTo(code);
                assertThat(restored.get(d)).isEqualTo(parameters.dequantize(code));
            }
        }
    }

    @Test
    void sqlGivesTheSameGridAndCodes() {
        Dataset<Row> rows = rows(vectors, 3);
        VectorGrid grid = VectorQuantization.of("uint8").perDimension().fit(rows, "v");
        rows.createOrReplaceTempView("vectors");
        VernierFunctions.register(session);

        Dataset<Row> sql =
                session.sql(
                        "SELECT id, v, vernier.quantize(v, g) AS codes,"
                                + " vernier.dequantize(vernier.quantize(v, g), g) AS restored"
                                + " FROM vectors CROSS JOIN (SELECT"
                                + " vernier.fit(v, 'uint8', 'min-max', 'dimension') AS g"
                                + " FROM vectors)");
        Dataset<Row> api =
                VectorQuantization.dequantize(
                        VectorQuantization.quantize(rows, "v", "codes", grid), "codes", "restored");

        assertThat(texts(sql)).isEqualTo(texts(api));
    }

    private static List<String> texts(Dataset<Row> rows) {
        return rows
                .selectExpr("id", "hex(codes)", "restored")
                .orderBy("id")
                .collectAsList()
                .stream()
                .map(Row::toString)
                .toList();
    }

    @Test
    void aNullVectorStaysNull() {
        List<float[]> some = new ArrayList<>(vectors.subList(0, 3));
        some.add(1, null);
        Dataset<Row> rows = rows(some, 2);
        VectorGrid grid = VectorQuantization.of("int8").fit(rows, "v");

        Dataset<Row> back =
                VectorQuantization.dequantize(
                        VectorQuantization.quantize(rows, "v", "codes", grid), "codes", "r");

        assertThat(back.filter("codes IS NULL AND r IS NULL").count()).isEqualTo(1);
        assertThat(back.filter("size(r) = " + DIMENSIONS).count()).isEqualTo(3);
    }

    @Test
    void refusesWhatIsNoVector() {
        VectorQuantization quantization = VectorQuantization.of("int8");

        assertThatThrownBy(() -> quantization.fit(rows(List.of(), 1), "v"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("at least one vector");
        assertThatThrownBy(
                        () -> quantization.fit(rows(List.of(new float[] {1, Float.NaN}), 1), "v"))
                .isInstanceOf(DataException.class)
                .hasMessage("vectors must be finite; values that are not=1, in the column");
        assertThatThrownBy(
                        () ->
                                quantization.fit(
                                        rows(List.of(new float[] {1}, new float[] {1, 2}), 1), "v"))
                .hasMessageContaining("vectors of a column must be of one length");
        assertThatThrownBy(() -> VectorQuantization.dequantize(rows(vectors, 1), "v", "r"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("column must carry its grid");
        assertThatThrownBy(() -> VectorQuantization.of("int16"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("type must be one of");
    }
}
