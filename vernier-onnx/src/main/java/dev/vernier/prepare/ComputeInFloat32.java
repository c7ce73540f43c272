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
import java.util.function.Predicate;

/**
 * Lets a model of another float type compute in float32, in which products are looked for, under
 * the same inputs and outputs:
 *
 * <pre>
 * x: float16;  y = MatMul(x, w)    w: float16
 *   -> x_float32 = Cast(x);  y_float32 = MatMul(x_float32, w)  y = Cast(y_float32)    w: float32
 * </pre>
 *
 * <p>Takes over the types wherever they stand: values, constants, bodies, the types that nodes are
 * told to write. Halves ({@link #halves}) are exact in float32. Doubles ({@link #doubles}) are
 * rounded, by far less than integers round them, and taken over only where products multiply by
 * constants of that type: a model in float32 may count in doubles on purpose.
 *
 * <p>A model with more than {@value #LARGEST} bytes of such constants, which have to be on the
 * heap, stays as it is, as does one whose callers may override them.
 */
final class ComputeInFloat32 implements ModelStep {

    static final long LARGEST = 512L << 20;

    private static final Set<String> TYPE_ATTRIBUTES = Set.of("to", "dtype");
    private static final Set<String> PRODUCTS = Set.of("Conv", "ConvTranspose", "Gemm", "MatMul");

    private final Set<ElementType> types;
    private final Predicate<Graph> isMeant;
    private final String note;

    private ComputeInFloat32(Set<ElementType> types, Predicate<Graph> isMeant, String note) {
        this.types = types;
        this.isMeant = isMeant;
        this.note = note;
    }

    /** Takes over float16 and bfloat16. */
    static ComputeInFloat32 halves() {
        return new ComputeInFloat32(
                Set.of(ElementType.FLOAT16, ElementType.BFLOAT16),
                graph -> true,
                "half precision computes in float32");
    }

    /** Takes over float64 where products multiply by constants of it. */
    static ComputeInFloat32 doubles() {
        return new ComputeInFloat32(
                Set.of(ElementType.DOUBLE),
                ComputeInFloat32::multipliesByDoubles,
                "double precision computes in float32");
    }

    private static boolean multipliesByDoubles(Graph graph) {
        return graph.nodes().stream()
                .filter(node -> node.op().isOnnx() && PRODUCTS.contains(node.op().name()))
                .flatMap(node -> graph.constantInput(node, 1).stream())
                .anyMatch(weight -> weight.type() == ElementType.DOUBLE);
    }

    @Override
    public Prepared apply(Model model) {
        Graph graph = model.graph();
        long bytes = bytes(graph);
        boolean typed =
                graph.inputs().stream().anyMatch(this::isTaken)
                        || graph.outputs().stream().anyMatch(this::isTaken);
        boolean overridable =
                graph.inputs().stream()
                        .anyMatch(
                                input ->
                                        isTaken(input)
                                                && graph.initializers().containsKey(input.name()));
        if ((bytes == 0 && !typed) || bytes > LARGEST || overridable || !isMeant.test(graph)) {
            return Prepared.of(model);
        }
        return Prepared.of(model.withGraph(withSameBorders(changed(graph), graph)), List.of(note));
    }

    private long bytes(Graph graph) {
        long own =
                graph.initializers().values().stream()
                        .filter(tensor -> types.contains(tensor.type()))
                        .mapToLong(tensor -> tensor.data().size())
                        .sum();
        return own + graph.nodes().stream().flatMap(Node::subgraphs).mapToLong(this::bytes).sum();
    }

    private Graph changed(Graph graph) {
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            Node inner = Bodies.map(node, this::changed);
            nodes.add(
                    inner.withAttributes(
                            inner.attributes().values().stream().map(this::changed).toList()));
        }
        return graph.toBuilder()
                .inputs(graph.inputs().stream().map(this::changed).toList())
                .outputs(graph.outputs().stream().map(this::changed).toList())
                .valueInfos(graph.valueInfos().stream().map(this::changed).toList())
                .initializers(graph.initializers().values().stream().map(this::changed).toList())
                .nodes(nodes)
                .build();
    }

    private Tensor changed(Tensor tensor) {
        return types.contains(tensor.type())
                ? Tensor.ofFloats(
                        tensor.name(),
                        tensor.dimensions().stream().mapToLong(Long::longValue).toArray(),
                        Weights.floats(tensor))
                : tensor;
    }

    private ValueInfo changed(ValueInfo value) {
        return isTaken(value)
                ? new ValueInfo(
                        value.name(),
                        new TensorType(
                                ElementType.FLOAT,
                                value.shape(),
                                value.tensorType().orElseThrow().extras()),
                        value.extras())
                : value;
    }

    private Attribute changed(Attribute attribute) {
        if (attribute instanceof Attribute.TensorValue constant) {
            return new Attribute.TensorValue(constant.name(), changed(constant.value()));
        }
        boolean taken =
                attribute instanceof Attribute.IntValue type
                        && TYPE_ATTRIBUTES.contains(attribute.name())
                        && types.stream().anyMatch(each -> each.code() == type.value());
        return taken ? Attribute.of(attribute.name(), ElementType.FLOAT.code()) : attribute;
    }

    private boolean isTaken(ValueInfo value) {
        return value.tensorType().map(TensorType::elementType).filter(types::contains).isPresent();
    }

    /** Casts between the type that others see and the float32 inside. */
    private Graph withSameBorders(Graph inner, Graph before) {
        Names names = Names.of(before);
        Map<String, String> inside = new LinkedHashMap<>();
        List<Node> casts = new ArrayList<>();
        for (ValueInfo input : before.inputs()) {
            if (isTaken(input)) {
                String name = names.fresh(input.name() + "_float32");
                inside.put(input.name(), name);
                casts.add(cast(input.name(), name, ElementType.FLOAT, names));
            }
        }
        for (ValueInfo output : before.outputs()) {
            if (isTaken(output) && !inside.containsKey(output.name())) {
                String name = names.fresh(output.name() + "_float32");
                inside.put(output.name(), name);
                ElementType type = output.tensorType().orElseThrow().elementType();
                casts.add(cast(name, output.name(), type, names));
            }
        }
        Graph renamed = LocalNames.rename(inner, inside);
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
