package dev.vernier.graph;

import java.util.Optional;

/**
 * The type of a value that flows along an edge.
 *
 * <p>Source: ONNX {@code TypeProto}. Only dense tensors are interpreted; sequences, maps, optionals
 * and sparse tensors pass through.
 */
public sealed interface ValueType {

    /**
     * A dense tensor.
     *
     * @param elementType the type of its elements
     * @param shape empty if not even the rank is known
     * @param extras what else the file said of the type
     */
    record TensorType(ElementType elementType, Optional<Shape> shape, Extras extras)
            implements ValueType {

        public TensorType(ElementType elementType, Shape shape) {
            this(elementType, Optional.of(shape), Extras.NONE);
        }

        @Override
        public String toString() {
            return elementType.name().toLowerCase(java.util.Locale.ROOT)
                    + shape.map(Shape::toString).orElse("[...]");
        }
    }

    /**
     * Any other type, or none given, as the file's own bytes.
     *
     * @param extras the whole type record
     */
    record OtherType(Extras extras) implements ValueType {
        @Override
        public String toString() {
            return "other";
        }
    }
}
