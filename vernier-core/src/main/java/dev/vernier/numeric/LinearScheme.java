package dev.vernier.numeric;

/**
 * How a range of real values becomes a linear grid: the rule from {@link Range} to {@link
 * QuantizationParameters}.
 *
 * <p>Affine, equations (2) and (3): s = (α - β) / (q_max - q_min), z = q_min - round(β / s).
 * Symmetric, equation (6): s = α / (2^(b-1) - 1), z = the middle of the type. A symmetric scale is
 * the same in the full and in the narrow code range; full only adds one code below.
 *
 * <p>Scales are computed in double, the zero point from the scale before it is rounded; then the
 * scale is stored as float32. A range without width, or so narrow that its scale would be below the
 * smallest normal float, gets scale 1 and the zero point nearest to 0. A range so wide that a code
 * would stand for infinity gets the largest scale at which all codes are finite; values within a
 * step of its end then clamp.
 *
 * @param type at most 16 bits
 */
public record LinearScheme(IntegerType type, Symmetry symmetry, CodeRange codeRange) {

    /** Activations of CPU runtimes. */
    public static final LinearScheme UINT8_AFFINE = affine(IntegerType.UINT8);

    public static final LinearScheme INT8_AFFINE = affine(IntegerType.INT8);

    /** Activations of TensorRT: the runtime clamps to [-128, 127]. */
    public static final LinearScheme INT8_SYMMETRIC = symmetric(IntegerType.INT8);

    /** Weights: [-127, 127]. */
    public static final LinearScheme INT8_SYMMETRIC_NARROW = INT8_SYMMETRIC.narrow();

    public LinearScheme {
        if (type.bits() > 16) {
            throw new IllegalArgumentException(
                    "type of a linear scheme must have at most 16 bits; type=" + type);
        }
    }

    public static LinearScheme affine(IntegerType type) {
        return new LinearScheme(type, Symmetry.AFFINE, CodeRange.FULL);
    }

    public static LinearScheme symmetric(IntegerType type) {
        return new LinearScheme(type, Symmetry.SYMMETRIC, CodeRange.FULL);
    }

    /** The same scheme without the smallest code of the type. */
    public LinearScheme narrow() {
        return new LinearScheme(type, symmetry, CodeRange.NARROW);
    }

    public boolean isSymmetric() {
        return symmetry == Symmetry.SYMMETRIC;
    }

    public int minCode() {
        return codeRange.min(type);
    }

    public int maxCode() {
        return type.max();
    }

    /** The number of scale steps that the range is divided into, equation (7). */
    public int partitions() {
        return isSymmetric() ? 2 * (maxCode() - type.middle()) : maxCode() - minCode();
    }

    /** The grid for {@code range}, equations (2), (3) and (6). */
    public QuantizationParameters parametersFor(Range range) {
        double width = isSymmetric() ? 2.0 * range.largestMagnitude() : range.width();
        double scale = width / partitions();
        if (scale < Float.MIN_NORMAL) {
            return parameters(1.0, isSymmetric() ? type.middle() : 0);
        }
        return parameters(scale, isSymmetric() ? type.middle() : zeroPoint(range.min(), scale));
    }

    /** Equation (3). The quotient is at least minus the partitions: min is inside the range. */
    private int zeroPoint(float min, double scale) {
        return minCode() - (int) Math.rint(min / scale);
    }

    private QuantizationParameters parameters(double scale, int zeroPoint) {
        int clamped = Math.min(Math.max(zeroPoint, minCode()), maxCode());
        int reach = Math.max(clamped - minCode(), maxCode() - clamped);
        return new QuantizationParameters(withinFloat(scale, reach), clamped, type, codeRange);
    }

    /** The scale in float32, lowered where the outermost grid point would overflow. */
    private static float withinFloat(double scale, int reach) {
        float stored = (float) Math.min(scale, (double) Float.MAX_VALUE / reach);
        return Float.isInfinite(reach * stored) ? Math.nextDown(stored) : stored;
    }
}
