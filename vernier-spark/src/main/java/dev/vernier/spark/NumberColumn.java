package dev.vernier.spark;

import dev.vernier.data.DataException;
import dev.vernier.data.SampleTensor;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.ValueInfo;
import dev.vernier.graph.ValueType.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;

/**
 * Reads the input of a model out of one column of numbers, flat or nested. Thread-safe.
 *
 * <p>Rows are read in Spark's own form, in which an array of floats is copied as a block and never
 * boxed.
 */
final class NumberColumn {

    private final int ordinal;
    private final DataType column;
    private final ValueInfo input;
    private final ElementType element;
    private final List<Long> shape;

    /**
     * @param ordinal of the column in the row
     * @param shape asked for, or empty
     */
    NumberColumn(int ordinal, DataType column, ValueInfo input, List<Long> shape) {
        this.ordinal = ordinal;
        this.column = column;
        this.input = input;
        this.element =
                input.tensorType()
                        .map(TensorType::elementType)
                        .orElseThrow(
                                () -> new DataException("input must be a tensor; input=" + input));
        this.shape = shape;
    }

    String inputName() {
        return input.name();
    }

    SampleTensor read(InternalRow row) {
        try {
            NumberBuffer numbers = new NumberBuffer(element);
            List<Long> lengths = new ArrayList<>();
            if (row.isNullAt(ordinal)) {
                throw new DataException("column must not be null");
            }
            if (column instanceof ArrayType array) {
                add(row.getArray(ordinal), array, 0, lengths, numbers);
            } else {
                Object number = row.get(ordinal, column);
                numbers.addAll(new GenericArrayData(new Object[] {number}), column);
            }
            return numbers.tensor(
                    TensorShape.of(shape, input.shape(), lengths, numbers.elements()));
        } catch (DataException e) {
            throw new DataException("input '%s': %s".formatted(input.name(), e.getMessage()), e);
        }
    }

    private static void add(
            ArrayData array, ArrayType type, int depth, List<Long> lengths, NumberBuffer numbers) {
        long length = array.numElements();
        if (depth == lengths.size()) {
            lengths.add(length);
        } else if (lengths.get(depth) != length) {
            throw new DataException(
                    "nested arrays must be of equal lengths; lengths=%d, %d"
                            .formatted(lengths.get(depth), length));
        }
        if (type.containsNull()) {
            for (int i = 0; i < length; i++) {
                if (array.isNullAt(i)) {
                    throw new DataException("array must not hold null; index=" + i);
                }
            }
        }
        if (type.elementType() instanceof ArrayType inner) {
            for (int i = 0; i < length; i++) {
                add(array.getArray(i), inner, depth + 1, lengths, numbers);
            }
        } else {
            numbers.addAll(array, type.elementType());
        }
    }
}
