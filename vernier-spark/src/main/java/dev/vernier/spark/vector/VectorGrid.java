package dev.vernier.spark.vector;

import dev.vernier.numeric.Granularity;
import dev.vernier.numeric.IntegerType;
import dev.vernier.numeric.PackedCodes;
import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.numeric.TensorQuantizer;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;

/**
 * The grid of a column of vectors: one scale and zero point, or one for each dimension.
 *
 * <p>Immutable; two are equal if they give equal codes.
 *
 * @param type of the codes: int8, uint8, int4 or uint4
 * @param dimensions the length of the vectors
 * @param parameters one, or as many as dimensions
 */
public record VectorGrid(
        IntegerType type, int dimensions, List<QuantizationParameters> parameters) {

    private static final String KEY = "vernier";

    public VectorGrid {
        parameters = List.copyOf(parameters);
        if (type.bits() != 8 && type.bits() != 4) {
            throw new IllegalArgumentException("type must have 4 or 8 bits; type=" + type);
        }
        if (dimensions < 1 || (parameters.size() != 1 && parameters.size() != dimensions)) {
            throw new IllegalArgumentException(
                    "parameters must be one, or one for each dimension; parameters=%d, dimensions=%d"
                            .formatted(parameters.size(), dimensions));
        }
        for (QuantizationParameters each : parameters) {
            if (!each.type().equals(type)) {
                throw new IllegalArgumentException(
                        "parameters must be of the grid's type; type=%s, parameters=%s"
                                .formatted(type, each));
            }
        }
    }

    /** A grid of its scales and zero points. */
    static VectorGrid of(String type, int dimensions, float[] scales, int[] zeroPoints) {
        if (scales.length != zeroPoints.length) {
            throw new IllegalArgumentException(
                    "scales and zero points must be equally many; scales=%d, zero points=%d"
                            .formatted(scales.length, zeroPoints.length));
        }
        IntegerType integer = VectorScheme.type(type);
        List<QuantizationParameters> parameters = new ArrayList<>();
        for (int i = 0; i < scales.length; i++) {
            parameters.add(new QuantizationParameters(scales[i], zeroPoints[i], integer));
        }
        return new VectorGrid(integer, dimensions, parameters);
    }

    /** The scales, in the order of the dimensions. */
    public float[] scales() {
        float[] scales = new float[parameters.size()];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = parameters.get(i).scale();
        }
        return scales;
    }

    /** The zero points, in the order of the dimensions. */
    public int[] zeroPoints() {
        return parameters.stream().mapToInt(QuantizationParameters::zeroPoint).toArray();
    }

    private TensorQuantizer quantizer() {
        return parameters.size() == 1
                ? TensorQuantizer.perTensor(parameters.get(0), dimensions)
                : TensorQuantizer.of(new Granularity.PerChannel(0).layout(dimensions), parameters);
    }

    /** Turns vectors into codes and back. Thread-safe. */
    Codec codec() {
        return new Codec(this, quantizer());
    }

    /**
     * A grid ready to be applied.
     *
     * @param quantizer of one vector
     */
    record Codec(VectorGrid grid, TensorQuantizer quantizer) {

        /**
         * The stored codes of a vector.
         *
         * @throws IllegalArgumentException if it has another length, or a value that is NaN
         */
        byte[] encode(float[] vector) {
            if (vector.length != grid.dimensions) {
                throw new IllegalArgumentException(
                        "vector must have the length of the grid; length=%d, grid=%d"
                                .formatted(vector.length, grid.dimensions));
            }
            for (int i = 0; i < vector.length; i++) {
                if (Float.isNaN(vector[i])) {
                    throw new IllegalArgumentException("vector must not hold NaN; dimension=" + i);
                }
            }
            return PackedCodes.pack(quantizer.quantizeToBytes(vector), grid.type);
        }

        /** The vector of stored codes. */
        float[] decode(byte[] codes) {
            return quantizer.dequantize(PackedCodes.unpack(codes, grid.dimensions, grid.type));
        }
    }

    /** What a column of codes carries in its metadata, under the key {@code vernier}. */
    public Metadata metadata() {
        float[] scales = scales();
        double[] exact = new double[scales.length];
        long[] zeroPoints = new long[scales.length];
        for (int i = 0; i < scales.length; i++) {
            exact[i] = scales[i];
            zeroPoints[i] = parameters.get(i).zeroPoint();
        }
        Metadata grid =
                new MetadataBuilder()
                        .putString("type", type.toString())
                        .putLong("dimensions", dimensions)
                        .putDoubleArray("scale", exact)
                        .putLongArray("zero_point", zeroPoints)
                        .build();
        return new MetadataBuilder().putMetadata(KEY, grid).build();
    }

    /**
     * The grid of a column of codes.
     *
     * @throws IllegalArgumentException if the metadata holds none
     */
    public static VectorGrid of(Metadata column) {
        if (!column.contains(KEY)) {
            throw new IllegalArgumentException(
                    "column must carry its grid in its metadata; metadata=" + column);
        }
        Metadata grid = column.getMetadata(KEY);
        double[] exact = grid.getDoubleArray("scale");
        long[] wide = grid.getLongArray("zero_point");
        float[] scales = new float[exact.length];
        int[] zeroPoints = new int[wide.length];
        for (int i = 0; i < exact.length; i++) {
            scales[i] = (float) exact[i];
        }
        for (int i = 0; i < wide.length; i++) {
            zeroPoints[i] = Math.toIntExact(wide[i]);
        }
        return of(
                grid.getString("type"),
                Math.toIntExact(grid.getLong("dimensions")),
                scales,
                zeroPoints);
    }
}
