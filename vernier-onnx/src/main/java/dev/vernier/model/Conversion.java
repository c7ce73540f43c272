package dev.vernier.model;

import dev.vernier.graph.Bodies;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Extras;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.NodeOrder;
import dev.vernier.graph.OpType;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.TensorData;
import dev.vernier.graph.UnsupportedModelException;
import dev.vernier.graph.ValueInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What has to be done around the reference version converter, which keeps only what its own graph
 * can hold.
 *
 * <p>Before: nodes sorted, models refused of which it would lose a part. After: types, metadata,
 * documentation and unknown fields of the original are back, and nothing has vanished.
 */
final class Conversion {

    private static final long FREE_INITIALIZERS_IR = 4;

    private final Model model;

    private Conversion(Model model) {
        this.model = model;
    }

    /**
     * Prepares the conversion of a model.
     *
     * @throws UnsupportedModelException if the converter would lose a part of the model
     */
    static Conversion of(Model model) {
        if (!model.functions().isEmpty()) {
            throw new UnsupportedModelException(
                    "local functions must be inlined before the operator set is converted; functions="
                            + model.functions().stream().map(f -> f.op().toString()).toList());
        }
        requireDense(model.graph());
        return new Conversion(model.withGraph(sorted(model.graph())));
    }

    private static void requireDense(Graph graph) {
        if (!graph.sparseInitializers().isEmpty()) {
            throw new UnsupportedModelException(
                    "sparse initializers must be made dense before the operator set is converted;"
                            + " initializer="
                            + graph.sparseInitializers().get(0).name());
        }
        graph.nodes().forEach(node -> node.subgraphs().forEach(Conversion::requireDense));
    }

    private static Graph sorted(Graph graph) {
        List<Node> nodes =
                NodeOrder.sort(graph.nodes()).stream()
                        .map(node -> Bodies.map(node, Conversion::sorted))
                        .toList();
        return graph.toBuilder().nodes(nodes).build();
    }

    /** Whether any node is of the default operator set. */
    boolean isNeeded() {
        return model.graph().allNodes().stream().anyMatch(node -> node.op().isOnnx());
    }

    /** The original with another version imported, no node being concerned. */
    Model resultWithout(long opset) {
        Graph graph = model.graph();
        return model.withGraph(graph.toBuilder().opsets(graph.opsets().withOnnx(opset)).build());
    }

    /** What to give to the converter. */
    Model input() {
        return model;
    }

    /** The original with the nodes and constants of the converted model. */
    Model result(Model converted) {
        Graph before = model.graph();
        Graph after = converted.graph();
        requireSame("inputs", names(before.inputs()), names(after.inputs()));
        requireSame("outputs", names(before.outputs()), names(after.outputs()));
        requireSame("initializers", missing(before, after), List.of());
        // constants that the converter adds are not inputs, which IR version 4 was the first to
        // allow
        return model.withGraph(restored(before, after))
                .withIrVersion(Math.max(model.irVersion(), FREE_INITIALIZERS_IR));
    }

    private static Graph restored(Graph before, Graph after) {
        Map<String, Node> byOutput = new HashMap<>();
        before.nodes().forEach(node -> node.outputs().forEach(o -> byOutput.put(o, node)));
        List<Node> nodes = after.nodes().stream().map(node -> restored(node, byOutput)).toList();
        Set<String> produced =
                nodes.stream().flatMap(node -> node.outputs().stream()).collect(Collectors.toSet());
        return before.toBuilder()
                .opsets(before.opsets().withOnnx(after.opsets().onnx()))
                .nodes(nodes)
                .initializers(
                        after.initializers().values().stream()
                                .map(t -> restored(t, before))
                                .toList())
                .valueInfos(
                        before.valueInfos().stream()
                                .filter(value -> produced.contains(value.name()))
                                .toList())
                .build();
    }

    /** A node keeps documentation and unknown fields if it is still the same operator. */
    private static Node restored(Node node, Map<String, Node> byOutput) {
        Node original =
                node.outputs().stream()
                        .filter(byOutput::containsKey)
                        .findFirst()
                        .map(byOutput::get)
                        .orElse(node);
        boolean same = isSame(original.op(), node.op());
        Extras extras = same ? original.extras() : node.extras();
        String name = node.name().isEmpty() ? original.name() : node.name();
        return new Node(
                name,
                same ? original.op() : node.op(),
                node.inputs(),
                node.outputs(),
                List.copyOf(node.attributes().values()),
                extras);
    }

    private static boolean isSame(OpType one, OpType other) {
        return one.equals(other)
                || (one.isOnnx() && other.isOnnx() && one.name().equals(other.name()));
    }

    /** A constant keeps the form it had if its elements are still the same. */
    private static Tensor restored(Tensor tensor, Graph before) {
        Tensor original = before.initializers().getOrDefault(tensor.name(), tensor);
        boolean same =
                original.type() == tensor.type()
                        && original.dimensions().equals(tensor.dimensions())
                        && isSame(original, tensor);
        return same ? original : tensor;
    }

    private static boolean isSame(Tensor original, Tensor tensor) {
        if (original.data() instanceof TensorData.FileRegion
                || original.type() == ElementType.STRING) {
            return original.data().equals(tensor.data());
        }
        return Weights.bytes(original).equals(Weights.bytes(tensor));
    }

    private static List<String> names(List<ValueInfo> values) {
        return values.stream().map(ValueInfo::name).toList();
    }

    /** Constants that somebody reads and that are no longer there. */
    private static List<String> missing(Graph before, Graph after) {
        return before.initializers().keySet().stream()
                .filter(name -> !after.initializers().containsKey(name))
                .filter(name -> !after.consumers(name).isEmpty() || after.isOutput(name))
                .toList();
    }

    private static void requireSame(String what, List<String> before, List<String> after) {
        if (!before.equals(after)) {
            throw new UnsupportedModelException(
                    "conversion must keep the "
                            + what
                            + " of the graph; before="
                            + before
                            + ", after="
                            + after);
        }
    }
}
