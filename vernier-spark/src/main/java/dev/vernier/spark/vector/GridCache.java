package dev.vernier.spark.vector;

import dev.vernier.spark.vector.VectorGrid.Codec;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * The last grid that a function was given: rows after each other have the same one, and comparing
 * it costs less than making it ready. Safe for use by many threads.
 */
final class GridCache {

    private volatile Optional<Entry> last = Optional.empty();

    private static final class Entry {

        private final String type;
        private final float[] scales;
        private final int[] zeroPoints;
        private final Codec codec;

        Entry(String type, float[] scales, int[] zeroPoints, Codec codec) {
            this.type = type;
            this.scales = scales;
            this.zeroPoints = zeroPoints;
            this.codec = codec;
        }

        boolean isOf(String otherType, int dimensions, float[] otherScales, int[] otherZeros) {
            return type.equals(otherType)
                    && codec.grid().dimensions() == dimensions
                    && Arrays.equals(scales, otherScales)
                    && Arrays.equals(zeroPoints, otherZeros);
        }
    }

    /**
     * The grid of a row, ready to be applied.
     *
     * @throws IllegalArgumentException if it is none
     */
    Codec codec(InternalRow row, int ordinal) {
        InternalRow grid = row.getStruct(ordinal, VectorArguments.GRID.size());
        String type = grid.getUTF8String(0).toString();
        int dimensions = grid.getInt(1);
        float[] scales = grid.getArray(2).toFloatArray();
        int[] zeroPoints = grid.getArray(3).toIntArray();
        Optional<Entry> known = last;
        if (known.isPresent() && known.get().isOf(type, dimensions, scales, zeroPoints)) {
            return known.get().codec;
        }
        Codec codec = VectorGrid.of(type, dimensions, scales, zeroPoints).codec();
        last = Optional.of(new Entry(type, scales, zeroPoints, codec));
        return codec;
    }
}
