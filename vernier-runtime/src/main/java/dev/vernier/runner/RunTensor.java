package dev.vernier.runner;

import dev.vernier.graph.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A tensor that came out of a run: element type, shape and elements in C order.
 *
 * <p>Float types are held as floats (doubles rounded to nearest), integers and booleans as longs,
 * strings as a list. Arrays are handed out without a copy and must not be changed.
 */
public final class RunTensor {

    private final ElementType type;
    private final long[] shape;
    private final float[] floats;
    private final long[] longs;
    private final List<String> strings;

    private RunTensor(
            ElementType type, long[] shape, float[] floats, long[] longs, List<String> strings) {
        this.type = type;
        this.shape = shape.clone();
        this.floats = floats;
        this.longs = longs;
        this.strings = List.copyOf(strings);
        long elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        if (elements != floats.length + longs.length + strings.size()) {
            throw new IllegalArgumentException(
                    "data must have the size of its shape; type=%s, shape=%s, data=%d"
                            .formatted(
                                    type,
                                    Arrays.toString(shape),
                                    floats.length + longs.length + strings.size()));
        }
    }

    /** A tensor of a float type; the array is taken over. */
    public static RunTensor ofFloats(ElementType type, long[] shape, float[] values) {
        if (!type.isFloat()) {
            throw new IllegalArgumentException("type must be a float type; type=" + type);
        }
        return new RunTensor(type, shape, values, new long[0], List.of());
    }

    /** A tensor of integers or booleans; the array is taken over. */
    public static RunTensor ofLongs(ElementType type, long[] shape, long[] values) {
        if (type.isFloat() || type == ElementType.STRING) {
            throw new IllegalArgumentException("type must be an integer type; type=" + type);
        }
        return new RunTensor(type, shape, new float[0], values, List.of());
    }

    /** A tensor of strings. */
    public static RunTensor ofStrings(long[] shape, List<String> values) {
        return new RunTensor(ElementType.STRING, shape, new float[0], new long[0], values);
    }

    public ElementType type() {
        return type;
    }

    /** The lengths of the axes, outermost first. */
    public long[] shape() {
        return shape.clone();
    }

    /** Whether the elements are of a float type. */
    public boolean isFloat() {
        return type.isFloat();
    }

    /**
     * The elements of a float tensor, not copied.
     *
     * @throws IllegalStateException if the type is no float type
     */
    public float[] floats() {
        if (!type.isFloat()) {
            throw new IllegalStateException("tensor must be of a float type; type=" + type);
        }
        return floats;
    }

    /**
     * The elements of a tensor of integers or booleans, not copied.
     *
     * @throws IllegalStateException if the type is another one
     */
    public long[] longs() {
        if (type.isFloat() || type == ElementType.STRING) {
            throw new IllegalStateException("tensor must be of an integer type; type=" + type);
        }
        return longs;
    }

    /** The elements of a string tensor, empty for any other. */
    public List<String> strings() {
        return strings;
    }

    @Override
    public String toString() {
        return type.name().toLowerCase(Locale.ROOT) + Arrays.toString(shape).replace(" ", "");
    }
}
