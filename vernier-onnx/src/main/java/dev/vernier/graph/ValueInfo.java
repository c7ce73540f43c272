package dev.vernier.graph;

import dev.vernier.graph.ValueType.TensorType;
import java.util.Optional;

/**
 * A named value and its type: a graph's input or output, or what is known of a value between nodes.
 *
 * @param name the value's name
 * @param type its type
 * @param extras what else the file said of it
 */
public record ValueInfo(String name, ValueType type, Extras extras) {

    public ValueInfo(String name, ValueType type) {
        this(name, type, Extras.NONE);
    }

    /** A dense tensor of this element type and shape. */
    public static ValueInfo tensor(String name, ElementType elementType, Shape shape) {
        return new ValueInfo(name, new TensorType(elementType, shape));
    }

    /** The tensor type, if the value is a dense tensor. */
    public Optional<TensorType> tensorType() {
        return type instanceof TensorType tensor ? Optional.of(tensor) : Optional.empty();
    }

    /** The shape, if the value is a dense tensor of known rank. */
    public Optional<Shape> shape() {
        return tensorType().flatMap(TensorType::shape);
    }

    @Override
    public String toString() {
        return name + ": " + type;
    }
}
