package dev.vernier.graph;

/**
 * One axis of a shape: a number, a name that is equal wherever it stands, or nothing known.
 *
 * <p>Source: ONNX {@code TensorShapeProto.Dimension}.
 */
public sealed interface Dimension {

    /** Nothing is known of the length. */
    Dimension UNKNOWN = new Unknown();

    /**
     * A known length.
     *
     * @param length at least zero
     */
    record Fixed(long length) implements Dimension {
        public Fixed {
            if (length < 0) {
                throw new IllegalArgumentException(
                        "dimension must be at least zero; length=" + length);
            }
        }

        @Override
        public String toString() {
            return Long.toString(length);
        }
    }

    /**
     * A length known only at run time; equal names mean equal lengths.
     *
     * @param name not empty
     */
    record Named(String name) implements Dimension {
        public Named {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("dimension name must not be empty");
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** No number and no name. */
    record Unknown() implements Dimension {
        @Override
        public String toString() {
            return "?";
        }
    }

    static Dimension of(long length) {
        return new Fixed(length);
    }

    static Dimension named(String name) {
        return new Named(name);
    }
}
