package dev.vernier.spark.vector;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** {@code vernier.dequantize(codes, grid)}: equation (5). */
final class DequantizeFunction implements ScalarFunction<ArrayData> {

    private static final long serialVersionUID = 1L;

    private transient GridCache grids = new GridCache();

    @Override
    public DataType[] inputTypes() {
        return new DataType[] {DataTypes.BinaryType, VectorArguments.GRID};
    }

    @Override
    public DataType resultType() {
        return DataTypes.createArrayType(DataTypes.FloatType, false);
    }

    @Override
    public String name() {
        return "dequantize";
    }

    @Override
    public String canonicalName() {
        return "dev.vernier.dequantize";
    }

    /** The vector of codes; none of null codes or without a grid. */
    @Override
    @SuppressWarnings("NullAway") // null is how Spark says it
    public ArrayData produceResult(InternalRow row) {
        if (row.isNullAt(0) || row.isNullAt(1)) {
            return null;
        }
        return VectorArguments.array(grids.codec(row, 1).decode(row.getBinary(0)));
    }

    private Object readResolve() {
        return new DequantizeFunction(); // its cache does not travel
    }
}
