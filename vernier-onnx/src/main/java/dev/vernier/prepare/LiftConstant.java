package dev.vernier.prepare;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.GraphRule;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * Turns a Constant node into an initializer, which is where weights are looked for:
 *
 * <pre>
 * w = Constant {value=...};  y = Conv(x, w)  ->  const w;  y = Conv(x, w)
 * </pre>
 *
 * <p>The elements stay where they are, on the heap or in the file. Does not fire where the constant
 * is a graph output, as the branches of an If often have it, nor for strings and sparse values.
 *
 * <p>Source: ONNX operator Constant-1 to -24.
 */
final class LiftConstant implements GraphRule {

    @Override
    public Optional<GraphEdit> apply(Node node, Graph graph) {
        if (!node.is("Constant") || graph.isOutput(node.output())) {
            return Optional.empty();
        }
        return node.attributes().values().stream()
                .flatMap(attribute -> tensor(node.output(), attribute).stream())
                .findFirst()
                .map(tensor -> new GraphEdit().remove(node).initializer(tensor));
    }

    private static Optional<Tensor> tensor(String name, Attribute attribute) {
        if (attribute instanceof Attribute.TensorValue found && attribute.name().equals("value")) {
            return Optional.of(found.value().withName(name));
        }
        if (attribute instanceof Attribute.FloatValue found) {
            return Optional.of(Tensor.ofFloats(name, new long[0], found.value()));
        }
        if (attribute instanceof Attribute.Floats found) {
            return Optional.of(floats(name, found.values()));
        }
        if (attribute instanceof Attribute.IntValue found) {
            return Optional.of(Tensor.ofLongs(name, new long[0], found.value()));
        }
        if (attribute instanceof Attribute.Ints found) {
            long[] values = found.values().stream().mapToLong(Long::longValue).toArray();
            return Optional.of(Tensor.ofLongs(name, new long[] {values.length}, values));
        }
        return Optional.empty();
    }

    private static Tensor floats(String name, List<Float> values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.size()).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(bytes::putFloat);
        return Tensor.ofBytes(name, ElementType.FLOAT, new long[] {values.size()}, bytes.array());
    }
}
