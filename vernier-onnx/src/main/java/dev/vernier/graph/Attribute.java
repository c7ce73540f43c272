package dev.vernier.graph;

import java.util.List;

/**
 * A named constant of a node.
 *
 * <p>Source: ONNX {@code AttributeProto}. Strings are kept as text when they are valid UTF-8; what
 * is not interpreted (sparse tensors, types, references to a function's attributes, strings that
 * are not text) is an {@link Other}.
 */
public sealed interface Attribute {

    String name();

    record IntValue(String name, long value) implements Attribute {}

    record FloatValue(String name, float value) implements Attribute {}

    record StringValue(String name, String value) implements Attribute {}

    record Ints(String name, List<Long> values) implements Attribute {
        public Ints {
            values = List.copyOf(values);
        }
    }

    record Floats(String name, List<Float> values) implements Attribute {
        public Floats {
            values = List.copyOf(values);
        }
    }

    record Strings(String name, List<String> values) implements Attribute {
        public Strings {
            values = List.copyOf(values);
        }
    }

    record TensorValue(String name, Tensor value) implements Attribute {}

    record GraphValue(String name, Graph value) implements Attribute {}

    record Graphs(String name, List<Graph> values) implements Attribute {
        public Graphs {
            values = List.copyOf(values);
        }
    }

    /**
     * Anything else, as the file's own bytes.
     *
     * @param extras the whole attribute record, name included
     */
    record Other(String name, Extras extras) implements Attribute {}

    static Attribute of(String name, long value) {
        return new IntValue(name, value);
    }

    static Attribute of(String name, float value) {
        return new FloatValue(name, value);
    }

    static Attribute of(String name, String value) {
        return new StringValue(name, value);
    }

    static Attribute ofInts(String name, long... values) {
        return new Ints(name, java.util.Arrays.stream(values).boxed().toList());
    }
}
