package dev.vernier.spark.vector;

import dev.vernier.numeric.IntegerType;
import dev.vernier.numeric.LinearScheme;
import java.util.List;
import java.util.Locale;

/** The schemes for vectors, by the names that SQL uses. */
final class VectorScheme {

    private static final String SYMMETRIC = "-symmetric";
    private static final String AFFINE = "-affine";

    private static final List<IntegerType> TYPES =
            List.of(IntegerType.INT8, IntegerType.UINT8, IntegerType.INT4, IntegerType.UINT4);

    private VectorScheme() {}

    /**
     * The scheme of a name: that of a type, with {@code -symmetric} or {@code -affine}. Without
     * these, types with a sign are symmetric, so that products of codes are products of vectors.
     */
    static LinearScheme named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(SYMMETRIC)) {
            return LinearScheme.symmetric(type(withoutEnd(lower, SYMMETRIC)));
        } else if (lower.endsWith(AFFINE)) {
            return LinearScheme.affine(type(withoutEnd(lower, AFFINE)));
        }
        IntegerType type = type(lower);
        return type.signed() ? LinearScheme.symmetric(type) : LinearScheme.affine(type);
    }

    private static String withoutEnd(String name, String end) {
        return name.substring(0, name.length() - end.length());
    }

    /** The type of a name. */
    static IntegerType type(String name) {
        return TYPES.stream()
                .filter(type -> type.toString().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "type must be one of %s; type=%s".formatted(TYPES, name)));
    }
}
