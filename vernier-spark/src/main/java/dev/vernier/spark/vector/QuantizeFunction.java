package dev.vernier.spark.vector;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** {@code vernier.quantize(vector, grid)}: equation (4), stored as ONNX stores codes. */
final class QuantizeFunction implements ScalarFunction<byte[]> {

    private static final long serialVersionUID = 1L;

    private transient GridCache grids = new GridCache();

    @Override
    public DataType[] inputTypes() {
        return new DataType[] {VectorArguments.VECTOR, VectorArguments.GRID};
    }

    @Override
    public DataType resultType() {
        return DataTypes.BinaryType;
    }

    @Override
    public String name() {
        return "quantize";
    }

    @Override
    public String canonicalName() {
        return "dev.vernier.quantize";
    }

    /** The codes of a vector; none of a null vector or without a grid. */
    @Override
    @SuppressWarnings("NullAway") // null is how Spark says it
    public byte[] produceResult(InternalRow row) {
        if (row.isNullAt(0) || row.isNullAt(1)) {
            return null;
        }
        return VectorArguments.vector(row, 0)
                .map(vector -> grids.codec(row, 1).encode(vector))
                .orElseThrow();
    }

    private Object readResolve() {
        return new QuantizeFunction(); // its cache does not travel
    }
}
