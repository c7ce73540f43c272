package dev.vernier.spark.vector;

import dev.vernier.calibrator.Calibrator;
import dev.vernier.calibrator.Calibrators;
import dev.vernier.data.DataException;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.statistics.DimensionAccumulator;
import dev.vernier.statistics.StatisticsFile;
import dev.vernier.statistics.TensorStatistics;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;

/**
 * Quantizes columns of vectors where they are stored.
 *
 * <pre>{@code
 * VectorGrid grid = VectorQuantization.of("int8").calibrator("min-max").fit(rows, "embedding");
 * Dataset<Row> small = VectorQuantization.quantize(rows, "embedding", "codes", grid);
 * Dataset<Row> back = VectorQuantization.dequantize(small, "codes", "restored");
 * }</pre>
 *
 * <p>Codes are binary: a byte a value, or half a byte, in the order of ONNX. The grid travels in
 * the metadata of their column, which Parquet keeps. Null vectors stay null. Immutable.
 */
public final class VectorQuantization {

    private static final int DEPTH = 2;

    private final LinearScheme scheme;
    private final Calibrator calibrator;
    private final boolean perDimension;

    private VectorQuantization(LinearScheme scheme, Calibrator calibrator, boolean perDimension) {
        this.scheme = scheme;
        this.calibrator = calibrator;
        this.perDimension = perDimension;
    }

    /**
     * Starts with a scheme, the smallest and largest value as its range, and one scale a column.
     *
     * @param scheme {@code int8}, {@code uint8}, {@code int4} or {@code uint4}, symmetric with a
     *     sign and affine without unless {@code -symmetric} or {@code -affine} follows
     */
    public static VectorQuantization of(String scheme) {
        return new VectorQuantization(
                VectorScheme.named(scheme), Calibrators.named("min-max"), false);
    }

    /** How the range is chosen, by a name of {@link Calibrators}. */
    public VectorQuantization calibrator(String name) {
        return new VectorQuantization(scheme, Calibrators.named(name), perDimension);
    }

    /** One scale and zero point for each dimension. */
    public VectorQuantization perDimension() {
        return new VectorQuantization(scheme, calibrator, true);
    }

    /**
     * Fits a grid to the vectors of a column in one pass; the same vectors give the same grid,
     * wherever and in whatever order they are.
     *
     * @param column arrays of floats or doubles, all of one length
     * @throws DataException if there are none, or one has a value that is not finite
     */
    public VectorGrid fit(Dataset<Row> rows, String column) {
        boolean each = perDimension;
        JavaRDD<InternalRow> vectors =
                rows.select(rows.col(column).cast("array<float>"))
                        .queryExecution()
                        .toRdd()
                        .toJavaRDD();
        FlatMapFunction<Iterator<InternalRow>, byte[]> part =
                partition -> {
                    VectorStatistics seen = new VectorStatistics(each);
                    while (partition.hasNext()) {
                        VectorArguments.vector(partition.next(), 0).ifPresent(seen::add);
                    }
                    return List.of(seen.toBytes()).iterator();
                };
        byte[] merged =
                vectors.mapPartitions(part)
                        .treeAggregate(
                                new VectorStatistics(each).toBytes(),
                                VectorStatistics::merge,
                                VectorStatistics::merge,
                                DEPTH,
                                true);
        return gridOf(VectorStatistics.of(merged));
    }

    /** The grid for what was seen. */
    VectorGrid gridOf(VectorStatistics seen) {
        StatisticsFile all = seen.all();
        if (all.samples() == 0) {
            throw new DataException("column must hold at least one vector; vectors=0");
        }
        List<QuantizationParameters> parameters = new ArrayList<>();
        if (seen.isPerDimension()) {
            for (int dimension = 0; dimension < seen.length(); dimension++) {
                String name = DimensionAccumulator.name(dimension);
                parameters.add(parameters(all, name, () -> "dimension " + name));
            }
        } else {
            parameters.add(parameters(all, VectorStatistics.COLUMN, () -> "column"));
        }
        return new VectorGrid(scheme.type(), seen.length(), parameters);
    }

    private QuantizationParameters parameters(
            StatisticsFile all, String name, Supplier<String> where) {
        TensorStatistics tensor = all.tensor(name).orElseThrow();
        if (tensor.nonFinite().total() > 0) {
            throw new DataException(
                    "vectors must be finite; values that are not=%d, in the %s"
                            .formatted(tensor.nonFinite().total(), where.get()));
        }
        return scheme.parametersFor(calibrator.range(tensor, scheme));
    }

    /** Adds a column of codes, with the grid in its metadata. */
    public static Dataset<Row> quantize(
            Dataset<Row> rows, String column, String output, VectorGrid grid) {
        VernierFunctions.register(rows.sparkSession());
        Column codes =
                functions.call_function(VernierFunctions.QUANTIZE, rows.col(column), literal(grid));
        return rows.withColumn(output, codes).withMetadata(output, grid.metadata());
    }

    /**
     * Adds a column of the vectors that codes stand for.
     *
     * @param column of codes, with its grid in its metadata
     * @throws IllegalArgumentException if there is no grid
     */
    public static Dataset<Row> dequantize(Dataset<Row> rows, String column, String output) {
        VernierFunctions.register(rows.sparkSession());
        VectorGrid grid = VectorGrid.of(rows.schema().apply(column).metadata());
        Column vectors =
                functions.call_function(
                        VernierFunctions.DEQUANTIZE, rows.col(column), literal(grid));
        return rows.withColumn(output, vectors);
    }

    private static Column literal(VectorGrid grid) {
        return functions.struct(
                functions.lit(grid.type().toString()).as("type"),
                functions.lit(grid.dimensions()).as("dimensions"),
                functions.lit(grid.scales()).as("scale"),
                functions.lit(grid.zeroPoints()).as("zero_point"));
    }
}
