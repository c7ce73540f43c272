package dev.vernier.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The text form of a graph, for people and for golden tests:
 *
 * <pre>
 * graph tiny opset 17
 *   in  x: float[1,3,8,8]
 *   out y: float[1,4,8,8]
 *   const w: float[4,3,1,1]
 *   [conv] y = Conv(x, w) {kernel_shape=[1,1]}
 * </pre>
 *
 * <p>A line a value, constant or node, in the order of the graph; a subgraph is indented below its
 * node. Elements of constants are not shown, only those of scalars and short integer lists.
 */
public final class GraphText {

    private static final int SHOWN_BYTES = 64;

    private GraphText() {}

    public static String of(Graph graph) {
        return String.join("\n", lines(graph)) + "\n";
    }

    static String of(Node node) {
        String attributes =
                node.attributes().values().stream()
                        .filter(attribute -> !isBody(attribute))
                        .map(GraphText::of)
                        .collect(Collectors.joining(", "));
        return "["
                + node.name()
                + "] "
                + String.join(", ", node.outputs())
                + " = "
                + node.op()
                + "("
                + String.join(", ", node.inputs())
                + ")"
                + (attributes.isEmpty() ? "" : " {" + attributes + "}");
    }

    private static List<String> lines(Graph graph) {
        List<String> lines = new ArrayList<>();
        lines.add("graph " + graph.name() + " opset " + graph.opsets().onnx());
        graph.inputs().forEach(input -> lines.add("  in  " + input));
        graph.outputs().forEach(output -> lines.add("  out " + output));
        graph.initializers().values().forEach(tensor -> lines.add("  const " + of(tensor)));
        for (Node node : graph.nodes()) {
            lines.add("  " + of(node));
            node.subgraphs()
                    .flatMap(body -> lines(body).stream())
                    .forEach(line -> lines.add("    " + line));
        }
        return lines;
    }

    private static boolean isBody(Attribute attribute) {
        return attribute instanceof Attribute.GraphValue || attribute instanceof Attribute.Graphs;
    }

    private static String of(Attribute attribute) {
        String value;
        if (attribute instanceof Attribute.IntValue found) {
            value = Long.toString(found.value());
        } else if (attribute instanceof Attribute.FloatValue found) {
            value = Float.toString(found.value());
        } else if (attribute instanceof Attribute.StringValue found) {
            value = '"' + found.value() + '"';
        } else if (attribute instanceof Attribute.Ints found) {
            value = found.values().toString().replace(" ", "");
        } else if (attribute instanceof Attribute.Floats found) {
            value = found.values().toString().replace(" ", "");
        } else if (attribute instanceof Attribute.Strings found) {
            value = found.values().toString();
        } else if (attribute instanceof Attribute.TensorValue found) {
            value = of(found.value());
        } else {
            value = "...";
        }
        return attribute.name() + "=" + value;
    }

    private static String of(Tensor tensor) {
        String type = tensor.type().name().toLowerCase(Locale.ROOT) + tensor.shape();
        String head = tensor.name().isEmpty() ? type : tensor.name() + ": " + type;
        if (tensor.data() instanceof TensorData.Inline inline && inline.size() <= SHOWN_BYTES) {
            return head + elements(tensor.type(), inline);
        }
        return head;
    }

    private static String elements(ElementType type, TensorData.Inline data) {
        List<String> values = new ArrayList<>();
        java.nio.ByteBuffer buffer = data.buffer();
        while (buffer.remaining() * 8 >= Math.max(8, type.bits())) {
            switch (type) {
                case FLOAT -> values.add(Float.toString(buffer.getFloat()));
                case INT64 -> values.add(Long.toString(buffer.getLong()));
                case INT32 -> values.add(Integer.toString(buffer.getInt()));
                case INT8 -> values.add(Byte.toString(buffer.get()));
                case UINT8 -> values.add(Integer.toString(Byte.toUnsignedInt(buffer.get())));
                default -> {
                    return "";
                }
            }
        }
        return " = " + values;
    }
}
