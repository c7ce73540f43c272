package dev.vernier.rewrite;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.UnsupportedModelException;
import dev.vernier.graph.ValueInfo;
import dev.vernier.graph.ValueType.TensorType;
import dev.vernier.plan.QuantizationPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lets what is not in integers compute in float16, under the same inputs and outputs:
 *
 * <pre>
 * x: float;  y = Relu(Conv(DequantizeLinear(QuantizeLinear(x)), DequantizeLinear(w_q), b))
 *   -> QuantizeLinear(x) with its float scale, both DequantizeLinear with float16 scales,
 *      b_half: float16, and y = Cast(y_half)
 * </pre>
 *
 * <p>A strongly typed TensorRT network runs each layer in the types of the file. Values and
 * constants go to float16 but for the nodes of {@link Float32Nodes}, around which values are cast;
 * QuantizeLinear reads its input in the type that it has. Constants beyond the largest float16 are
 * clamped to it, as those of attention masks are. Needs QuantizeLinear-19.
 */
final class HalveRemainder implements RewriteRule {

    /** Inputs that ONNX defines in float32 alone: the scales of Resize. */
    private static final Map<String, Integer> FLOAT32_INPUTS = Map.of("Resize", 2, "Upsample", 1);

    private static final Set<String> TYPE_ATTRIBUTES = Set.of("to", "dtype");

    @Override
    public Graph apply(Graph graph, QuantizationPlan plan, Names names) {
        for (Node node : graph.nodes()) {
            if (node.subgraphs().findAny().isPresent()) {
                throw new UnsupportedModelException(
                        "float16 must be for a model without bodies; node=" + node.label());
            }
        }
        return new Halving(graph, Float32Nodes.of(graph, plan), names).apply();
    }

    /** One application. */
    private static final class Halving {

        private final Graph graph;
        private final Set<Node> kept;
        private final Names names;
        private final GraphEdit edit = new GraphEdit();
        private final Map<String, String> halves = new LinkedHashMap<>();
        private final Map<String, String> wides = new HashMap<>();

        Halving(Graph graph, Set<Node> kept, Names names) {
            this.graph = graph;
            this.kept = kept;
            this.names = names;
        }

        Graph apply() {
            for (Node node : graph.nodes()) {
                for (String output : node.outputs()) {
                    if (isHalved(output) && graph.isOutput(output)) {
                        String half = names.fresh(output + "_half");
                        halves.put(output, half);
                        cast(half, output, ElementType.FLOAT);
                    }
                }
            }
            graph.nodes().forEach(this::rewire);
            return withTypes(edit.applyTo(graph));
        }

        private void rewire(Node node) {
            List<String> inputs = new ArrayList<>();
            for (int i = 0; i < node.inputs().size(); i++) {
                inputs.add(read(node, i));
            }
            List<String> outputs =
                    node.outputs().stream()
                            .map(o -> isHalved(o) ? halves.getOrDefault(o, o) : o)
                            .toList();
            List<Attribute> attributes =
                    node.attributes().values().stream()
                            .map(a -> writesHalf(node) ? HalfTensors.of(a, TYPE_ATTRIBUTES) : a)
                            .toList();
            Node rewired = node.withInputs(inputs).withOutputs(outputs).withAttributes(attributes);
            edit.replace(node, rewired);
        }

        private boolean writesHalf(Node node) {
            return !node.outputs().isEmpty() && isHalved(node.output());
        }

        /** The name under which a node reads its input in the type that it wants. */
        private String read(Node node, int position) {
            String value = node.inputs().get(position);
            if (value.isEmpty() || !isFloat(value)) {
                return value;
            }
            boolean wide =
                    kept.contains(node)
                            || position == FLOAT32_INPUTS.getOrDefault(node.op().name(), -1)
                            || (node.is("QuantizeLinear") && !isHalved(node.inputs().get(0)))
                            || (node.is("DequantizeLinear") && !isHalved(node.output()));
            Optional<Tensor> constant = graph.constant(value);
            if (constant.isPresent()) {
                return wide ? value : halves.computeIfAbsent(value, v -> half(constant.get()));
            }
            if (isHalved(value)) {
                String half = halves.getOrDefault(value, value);
                return wide ? wides.computeIfAbsent(value, v -> widened(v, half)) : half;
            }
            return wide ? value : halves.computeIfAbsent(value, this::halved);
        }

        private String half(Tensor constant) {
            String name = names.fresh(constant.name() + "_half");
            edit.initializer(HalfTensors.of(constant).withName(name));
            return name;
        }

        private String halved(String value) {
            String half = names.fresh(value + "_half");
            cast(value, half, ElementType.FLOAT16);
            return half;
        }

        /** An output of the graph is in float32 already. */
        private String widened(String value, String half) {
            if (!half.equals(value)) {
                return value;
            }
            String wide = names.fresh(value + "_wide");
            cast(half, wide, ElementType.FLOAT);
            return wide;
        }

        private void cast(String from, String to, ElementType type) {
            edit.add(
                    Node.of(
                            names.fresh(to + "_Cast"),
                            "Cast",
                            List.of(from),
                            List.of(to),
                            Attribute.of("to", type.code())));
        }

        /** Whether a node writes this value in float16. */
        private boolean isHalved(String value) {
            return isFloat(value)
                    && graph.constant(value).isEmpty()
                    && graph.producer(value).filter(node -> !kept.contains(node)).isPresent();
        }

        /** A value that the rewrite put in has no type of its own: that of what it stands for. */
        private boolean isFloat(String value) {
            Optional<ElementType> type =
                    graph.constant(value).map(Tensor::type).or(() -> graph.elementType(value));
            return type.map(t -> t == ElementType.FLOAT)
                    .orElseGet(
                            () ->
                                    graph.producer(value)
                                            .filter(node -> !node.is("QuantizeLinear"))
                                            .isPresent());
        }

        private Graph withTypes(Graph rewired) {
            List<ValueInfo> infos = new ArrayList<>();
            for (ValueInfo info : rewired.valueInfos()) {
                infos.add(isHalved(info.name()) ? halved(info) : info);
            }
            return rewired.toBuilder().valueInfos(infos).build();
        }

        private static ValueInfo halved(ValueInfo info) {
            return new ValueInfo(
                    info.name(),
                    new TensorType(
                            ElementType.FLOAT16,
                            info.shape(),
                            info.tensorType().orElseThrow().extras()),
                    info.extras());
        }
    }
}
