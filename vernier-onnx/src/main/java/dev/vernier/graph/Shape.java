package dev.vernier.graph;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The lengths of a tensor's axes, outermost first; no dimensions is a scalar.
 *
 * @param dimensions one an axis
 */
public record Shape(List<Dimension> dimensions) {

    public static final Shape SCALAR = new Shape(List.of());

    public Shape {
        dimensions = List.copyOf(dimensions);
    }

    /** A shape of known lengths. */
    public static Shape of(long... lengths) {
        return new Shape(LongStream.of(lengths).mapToObj(Dimension::of).toList());
    }

    public int rank() {
        return dimensions.size();
    }

    public Dimension dimension(int axis) {
        return dimensions.get(axis);
    }

    /** The length of an axis, if it is known; a negative axis counts from the last. */
    public OptionalLong length(int axis) {
        int index = axis < 0 ? axis + rank() : axis;
        return dimensions.get(index) instanceof Dimension.Fixed fixed
                ? OptionalLong.of(fixed.length())
                : OptionalLong.empty();
    }

    /** The number of elements, if every length is known and the number fits a long. */
    public OptionalLong elements() {
        long product = 1;
        boolean fits = true;
        for (Dimension dimension : dimensions) {
            if (!(dimension instanceof Dimension.Fixed fixed)) {
                return OptionalLong.empty();
            }
            if (fixed.length() == 0) {
                return lengthsAreKnown() ? OptionalLong.of(0) : OptionalLong.empty();
            }
            fits &= product <= Long.MAX_VALUE / fixed.length();
            product *= fixed.length();
        }
        return fits ? OptionalLong.of(product) : OptionalLong.empty();
    }

    private boolean lengthsAreKnown() {
        return dimensions.stream().allMatch(Dimension.Fixed.class::isInstance);
    }

    @Override
    public String toString() {
        return dimensions.stream()
                .map(Dimension::toString)
                .collect(Collectors.joining(",", "[", "]"));
    }
}
