package dev.vernier.model;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.vernier.graph.Extras;
import dev.vernier.graph.Function;
import dev.vernier.graph.Node;
import dev.vernier.graph.OpType;
import dev.vernier.graph.Opsets;
import java.util.ArrayList;
import java.util.List;

/** {@code FunctionProto} and {@link Function}. */
final class FunctionCodec {

    private FunctionCodec() {}

    static Function decode(FunctionProto proto, TensorCodec tensors, Place outer) {
        String name = Text.of(proto.getNameBytes());
        String domain = Text.of(proto.getDomainBytes());
        if (name.isEmpty()) {
            throw outer.refuse("function name must not be empty; domain=" + domain);
        }
        OpType op = new OpType(domain, name);
        Place place = outer.in("function", op.toString());
        Opsets opsets = OpsetCodec.decode(proto.getOpsetImportList(), place);
        NodeCodec nodes = new NodeCodec(tensors, new GraphCodec(opsets, tensors));
        List<Node> body = new ArrayList<>();
        for (NodeProto node : proto.getNodeList()) {
            body.add(nodes.decode(node, place));
        }
        FunctionProto.Builder rest =
                proto.toBuilder()
                        .clearName()
                        .clearInput()
                        .clearOutput()
                        .clearAttribute()
                        .clearNode()
                        .clearOpsetImport()
                        .addAllOpsetImport(OpsetCodec.remains(proto.getOpsetImportList(), opsets));
        if (!domain.isEmpty()) {
            rest.clearDomain();
        }
        for (int i = 0; i < proto.getAttributeProtoCount(); i++) {
            rest.setAttributeProto(i, nodes.checked(proto.getAttributeProto(i), place));
        }
        return new Function(
                op,
                Text.of(proto.getInputList().asByteStringList()),
                Text.of(proto.getOutputList().asByteStringList()),
                Text.of(proto.getAttributeList().asByteStringList()),
                body,
                opsets,
                Extras.of(rest.build().toByteArray()));
    }

    static FunctionProto encode(Function function, TensorCodec tensors) {
        FunctionProto.Builder proto = parse(function.extras()).toBuilder();
        NodeCodec nodes = new NodeCodec(tensors, new GraphCodec(function.opsets(), tensors));
        proto.setNameBytes(Text.bytes(function.op().name()));
        if (!function.op().domain().isEmpty()) {
            proto.setDomainBytes(Text.bytes(function.op().domain()));
        }
        function.inputs().forEach(input -> proto.addInputBytes(Text.bytes(input)));
        function.outputs().forEach(output -> proto.addOutputBytes(Text.bytes(output)));
        function.attributes().forEach(name -> proto.addAttributeBytes(Text.bytes(name)));
        function.nodes().forEach(node -> proto.addNode(nodes.encode(node)));
        OpsetCodec.encode(function.opsets(), proto.getOpsetImportList())
                .ifPresent(entries -> proto.clearOpsetImport().addAllOpsetImport(entries));
        return proto.build();
    }

    private static FunctionProto parse(Extras extras) {
        try {
            return FunctionProto.parseFrom(extras.toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("extras must be a function record", e);
        }
    }
}
