package dev.vernier.model;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.vernier.graph.Extras;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code GraphProto} and {@link Graph}; recursive with subgraphs, whose depth is limited. */
final class GraphCodec {

    private final Opsets opsets;
    private final TensorCodec tensors;
    private final NodeCodec nodes;

    GraphCodec(Opsets opsets, TensorCodec tensors) {
        this.opsets = opsets;
        this.tensors = tensors;
        this.nodes = new NodeCodec(tensors, this);
    }

    Graph decode(GraphProto proto, Place outer) {
        String name = Text.of(proto.getNameBytes());
        Place place = outer.in("graph", name);
        Graph.Builder graph = Graph.builder(name, opsets);
        proto.getInputList().forEach(v -> graph.input(TypeCodec.decode(v, place)));
        proto.getOutputList().forEach(v -> graph.output(TypeCodec.decode(v, place)));
        graph.valueInfos(
                proto.getValueInfoList().stream().map(v -> TypeCodec.decode(v, place)).toList());
        Set<String> names = new HashSet<>();
        for (TensorProto initializer : proto.getInitializerList()) {
            Tensor tensor = tensors.decode(initializer, place, "initializer");
            if (tensor.name().isEmpty()) {
                throw place.refuse("initializer name must not be empty");
            }
            if (!names.add(tensor.name())) {
                throw place.refuse("initializer names must be unique; name=" + tensor.name());
            }
            graph.initializer(tensor);
        }
        graph.sparseInitializers(
                proto.getSparseInitializerList().stream()
                        .map(s -> tensors.decode(s, place.in("sparse_initializer", "")))
                        .toList());
        for (NodeProto node : proto.getNodeList()) {
            graph.node(nodes.decode(node, place));
        }
        return graph.extras(Extras.of(rest(proto))).build();
    }

    private static byte[] rest(GraphProto proto) {
        GraphProto.Builder rest =
                proto.toBuilder()
                        .clearInput()
                        .clearOutput()
                        .clearValueInfo()
                        .clearInitializer()
                        .clearSparseInitializer()
                        .clearNode();
        if (!proto.getNameBytes().isEmpty()) {
            rest.clearName();
        }
        return rest.build().toByteArray();
    }

    GraphProto encode(Graph graph) {
        GraphProto.Builder proto = parse(graph.extras()).toBuilder();
        if (!graph.name().isEmpty()) {
            proto.setNameBytes(Text.bytes(graph.name()));
        }
        graph.inputs().forEach(value -> proto.addInput(TypeCodec.encode(value)));
        graph.outputs().forEach(value -> proto.addOutput(TypeCodec.encode(value)));
        graph.valueInfos().forEach(value -> proto.addValueInfo(TypeCodec.encode(value)));
        graph.initializers().values().forEach(t -> proto.addInitializer(tensors.encode(t)));
        graph.sparseInitializers().forEach(s -> proto.addSparseInitializer(tensors.encode(s)));
        graph.nodes().forEach(node -> proto.addNode(nodes.encode(node)));
        return proto.build();
    }

    /** The same graph, after its records have been checked and its data found. */
    GraphProto checked(GraphProto proto, Place place) {
        Graph graph = decode(proto, place);
        Model alone = Model.of(1, graph);
        List<GraphScope> graphs = GraphScope.all(alone, place);
        new CheckTensorSizes().check(alone, graphs, place);
        return encode(graph);
    }

    private static GraphProto parse(Extras extras) {
        try {
            return GraphProto.parseFrom(extras.toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("extras must be a graph record", e);
        }
    }
}
