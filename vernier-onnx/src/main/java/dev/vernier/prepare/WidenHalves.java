package dev.vernier.prepare;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.Bodies;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.LocalNames;
import dev.vernier.graph.Model;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.graph.NodeOrder;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import dev.vernier.graph.ValueType.TensorType;
import dev.vernier.model.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets a model of half precision compute in float32, in which products are looked for, under the
 * same inputs and outputs:
 *
 * <pre>
 * x: float16;  y = MatMul(x, w)    w: float16
 *   -> x_wide = Cast(x);  y_wide = MatMul(x_wide, w)  y = Cast(y_wide)    w: float32
 * </pre>
 *
 * <p>Every half is exact in float32. Takes over float16 and bfloat16, wherever they stand: values,
 * constants, bodies, the types that nodes are told to write. A model with more than {@value
 * #LARGEST} bytes of them, which have to be on the heap, stays as it is, as does one whose callers
 * may override half constants.
 */
final class WidenHalves implements ModelStep {

    static final long LARGEST = 512L << 20;

    private static final Set<ElementType> HALVES =
            Set.of(ElementType.FLOAT16, ElementType.BFLOAT16);
    private static final Set<String> TYPE_ATTRIBUTES = Set.of("to", "dtype");

    @Override
    public Prepared apply(Model model) {
        Graph graph = model.graph();
        long bytes = bytes(graph);
        boolean typed =
                graph.inputs().stream().anyMatch(WidenHalves::isHalf)
                        || graph.outputs().stream().anyMatch(WidenHalves::isHalf);
        boolean overridable =
                graph.inputs().stream()
                        .anyMatch(
                                input ->
                                        isHalf(input)
                                                && graph.initializers().containsKey(input.name()));
        if ((bytes == 0 && !typed) || bytes > LARGEST || overridable) {
            return Prepared.of(model);
        }
        return Prepared.of(
                model.withGraph(withSameBorders(widened(graph), graph)),
                List.of("half precision computes in float32"));
    }

    private static long bytes(Graph graph) {
        long own =
                graph.initializers().values().stream()
                        .filter(tensor -> HALVES.contains(tensor.type()))
                        .mapToLong(tensor -> tensor.data().size())
                        .sum();
        return own
                + graph.nodes().stream()
                        .flatMap(Node::subgraphs)
                        .mapToLong(WidenHalves::bytes)
                        .sum();
    }

    private static Graph widened(Graph graph) {
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            Node inner = Bodies.map(node, WidenHalves::widened);
            nodes.add(
                    inner.withAttributes(
                            inner.attributes().values().stream()
                                    .map(WidenHalves::widened)
                                    .toList()));
        }
        return graph.toBuilder()
                .inputs(graph.inputs().stream().map(WidenHalves::widened).toList())
                .outputs(graph.outputs().stream().map(WidenHalves::widened).toList())
                .valueInfos(graph.valueInfos().stream().map(WidenHalves::widened).toList())
                .initializers(
                        graph.initializers().values().stream().map(WidenHalves::widened).toList())
                .nodes(nodes)
                .build();
    }

    private static Tensor widened(Tensor tensor) {
        return HALVES.contains(tensor.type())
                ? Tensor.ofFloats(
                        tensor.name(),
                        tensor.dimensions().stream().mapToLong(Long::longValue).toArray(),
                        Weights.floats(tensor))
                : tensor;
    }

    private static ValueInfo widened(ValueInfo value) {
        return isHalf(value)
                ? new ValueInfo(
                        value.name(),
                        new TensorType(
                                ElementType.FLOAT,
                                value.shape(),
                                value.tensorType().orElseThrow().extras()),
                        value.extras())
                : value;
    }

    private static Attribute widened(Attribute attribute) {
        if (attribute instanceof Attribute.TensorValue constant) {
            return new Attribute.TensorValue(constant.name(), widened(constant.value()));
        }
        boolean half =
                attribute instanceof Attribute.IntValue type
                        && TYPE_ATTRIBUTES.contains(attribute.name())
                        && HALVES.stream().anyMatch(each -> each.code() == type.value());
        return half ? Attribute.of(attribute.name(), ElementType.FLOAT.code()) : attribute;
    }

    private static boolean isHalf(ValueInfo value) {
        return value.tensorType().map(TensorType::elementType).filter(HALVES::contains).isPresent();
    }

    /** Casts between the halves that others see and the wide values inside. */
    private static Graph withSameBorders(Graph wide, Graph before) {
        Names names = Names.of(before);
        Map<String, String> inside = new LinkedHashMap<>();
        List<Node> casts = new ArrayList<>();
        for (ValueInfo input : before.inputs()) {
            if (isHalf(input)) {
                String name = names.fresh(input.name() + "_wide");
                inside.put(input.name(), name);
                casts.add(cast(input.name(), name, ElementType.FLOAT, names));
            }
        }
        for (ValueInfo output : before.outputs()) {
            if (isHalf(output) && !inside.containsKey(output.name())) {
                String name = names.fresh(output.name() + "_wide");
                inside.put(output.name(), name);
                ElementType type = output.tensorType().orElseThrow().elementType();
                casts.add(cast(name, output.name(), type, names));
            }
        }
        Graph renamed = LocalNames.rename(wide, inside);
        List<Node> nodes = new ArrayList<>(renamed.nodes());
        nodes.addAll(casts);
        return renamed.toBuilder()
                .inputs(before.inputs())
                .outputs(before.outputs())
                .nodes(NodeOrder.sort(nodes))
                .build();
    }

    private static Node cast(String from, String to, ElementType type, Names names) {
        return Node.of(
                names.fresh(to + "_Cast"),
                "Cast",
                List.of(from),
                List.of(to),
                Attribute.of("to", type.code()));
    }
}
