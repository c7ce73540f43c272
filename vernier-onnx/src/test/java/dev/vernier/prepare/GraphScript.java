package dev.vernier.prepare;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.Dimension;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Extras;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import dev.vernier.graph.ValueType.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a graph from lines like those of {@link dev.vernier.graph.GraphText}:
 *
 * <pre>
 * in  x: float[batch,3,?]
 * in  z: float                    not even the rank is known
 * out y: float[batch,2]
 * const w: float[3,2] = 1 2 3 4 5 6
 * const v: float[512,64]          zeros
 * y, z = Op(x, w) {axis=1, axes=[0,1], epsilon=0.5, mode="floor"}
 * </pre>
 *
 * Nodes are called after their first output.
 */
public final class GraphScript {

    private static final Pattern VALUE =
            Pattern.compile("(\\S+): (\\w+)(?:\\[(.*?)])?(?: = (.*))?");
    private static final Pattern NODE =
            Pattern.compile("(.*?) = ([\\w.]+)\\((.*?)\\)(?: \\{(.*)})?");
    private static final Pattern ATTRIBUTE =
            Pattern.compile("(\\w+)=(\\[[^\\]]*]|\"[^\"]*\"|[^,\\s]+)");

    private GraphScript() {}

    public static Graph parse(long opset, String script) {
        Graph.Builder builder = Graph.builder("test", Opsets.of(opset));
        for (String line : script.strip().split("\n", -1)) {
            String text = line.strip();
            if (text.startsWith("in ")) {
                builder.input(value(text.substring(3).strip()));
            } else if (text.startsWith("out ")) {
                builder.output(value(text.substring(4).strip()));
            } else if (text.startsWith("const ")) {
                builder.initializer(constant(text.substring(6).strip()));
            } else if (!text.isEmpty()) {
                builder.node(node(text));
            }
        }
        return builder.build();
    }

    private static ValueInfo value(String text) {
        Matcher matcher = match(VALUE, text);
        Optional<Shape> shape =
                Optional.ofNullable(matcher.group(3))
                        .map(
                                axes ->
                                        new Shape(
                                                words(axes).stream()
                                                        .map(GraphScript::axis)
                                                        .toList()));
        return new ValueInfo(
                matcher.group(1), new TensorType(type(matcher.group(2)), shape, Extras.NONE));
    }

    private static Dimension axis(String text) {
        if (text.equals("?")) {
            return Dimension.UNKNOWN;
        }
        return Character.isDigit(text.charAt(0)) && text.chars().allMatch(Character::isDigit)
                ? Dimension.of(Long.parseLong(text))
                : Dimension.named(text);
    }

    private static Tensor constant(String text) {
        Matcher matcher = match(VALUE, text);
        ElementType type = type(matcher.group(2));
        long[] dimensions = words(matcher.group(3)).stream().mapToLong(Long::parseLong).toArray();
        int elements = (int) Arrays.stream(dimensions).reduce(1, (a, b) -> a * b);
        ByteBuffer bytes =
                ByteBuffer.allocate((int) type.bytes(elements)).order(ByteOrder.LITTLE_ENDIAN);
        if (matcher.group(4) != null) {
            for (String number : matcher.group(4).split(" ", -1)) {
                put(bytes, type, number);
            }
        }
        return Tensor.ofBytes(matcher.group(1), type, dimensions, bytes.array());
    }

    private static void put(ByteBuffer bytes, ElementType type, String number) {
        switch (type) {
            case FLOAT -> bytes.putFloat(Float.parseFloat(number));
            case DOUBLE -> bytes.putDouble(Double.parseDouble(number));
            case INT32 -> bytes.putInt(Integer.parseInt(number));
            case INT64 -> bytes.putLong(Long.parseLong(number));
            default -> bytes.put(Byte.parseByte(number));
        }
    }

    private static Node node(String text) {
        Matcher matcher = match(NODE, text);
        List<String> outputs = words(matcher.group(1));
        Attribute[] attributes =
                matcher.group(4) == null
                        ? new Attribute[0]
                        : ATTRIBUTE
                                .matcher(matcher.group(4))
                                .results()
                                .map(found -> attribute(found.group(1), found.group(2)))
                                .toArray(Attribute[]::new);
        return Node.of(
                outputs.get(0), matcher.group(2), words(matcher.group(3)), outputs, attributes);
    }

    private static Attribute attribute(String name, String value) {
        if (value.startsWith("\"")) {
            return Attribute.of(name, value.substring(1, value.length() - 1));
        }
        if (value.startsWith("[")) {
            List<String> items = words(value.substring(1, value.length() - 1));
            return new Attribute.Ints(name, items.stream().map(Long::parseLong).toList());
        }
        return value.contains(".")
                ? Attribute.of(name, Float.parseFloat(value))
                : Attribute.of(name, Long.parseLong(value));
    }

    private static List<String> words(String text) {
        return text.isBlank()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    private static ElementType type(String text) {
        return ElementType.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private static Matcher match(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("line must be of the form " + pattern + ": " + text);
        }
        return matcher;
    }
}
