package dev.vernier.spark.vector;

import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** The types of the functions, and their values in Spark's own form. */
final class VectorArguments {

    static final DataType VECTOR = DataTypes.createArrayType(DataTypes.FloatType, true);

    static final StructType GRID =
            new StructType()
                    .add("type", DataTypes.StringType)
                    .add("dimensions", DataTypes.IntegerType)
                    .add("scale", DataTypes.createArrayType(DataTypes.FloatType, true))
                    .add("zero_point", DataTypes.createArrayType(DataTypes.IntegerType, true));

    private VectorArguments() {}

    /**
     * The vector of a row, or empty where it is null.
     *
     * @throws IllegalArgumentException if one of its values is null
     */
    static Optional<float[]> vector(InternalRow row, int ordinal) {
        if (row.isNullAt(ordinal)) {
            return Optional.empty();
        }
        ArrayData array = row.getArray(ordinal);
        for (int i = 0; i < array.numElements(); i++) {
            if (array.isNullAt(i)) {
                throw new IllegalArgumentException("vector must not hold null; dimension=" + i);
            }
        }
        return Optional.of(array.toFloatArray());
    }

    static ArrayData array(float[] vector) {
        return UnsafeArrayData.fromPrimitiveArray(vector);
    }

    static InternalRow row(VectorGrid grid) {
        return new GenericInternalRow(
                new Object[] {
                    UTF8String.fromString(grid.type().toString()),
                    grid.dimensions(),
                    UnsafeArrayData.fromPrimitiveArray(grid.scales()),
                    UnsafeArrayData.fromPrimitiveArray(grid.zeroPoints())
                });
    }
}
