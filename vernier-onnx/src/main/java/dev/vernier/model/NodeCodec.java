package dev.vernier.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.vernier.graph.Attribute;
import dev.vernier.graph.Extras;
import dev.vernier.graph.Node;
import dev.vernier.graph.OpType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code NodeProto} and {@link Node}.
 *
 * <p>What an attribute says beyond name, type and value (a documentation string, say) stays in the
 * node's extras, as an attribute without a value.
 */
final class NodeCodec {

    private final AttributeCodec attributes;

    NodeCodec(TensorCodec tensors, GraphCodec graphs) {
        this.attributes = new AttributeCodec(tensors, graphs);
    }

    Node decode(NodeProto proto, Place outer) {
        String name = Text.of(proto.getNameBytes());
        String opName = Text.of(proto.getOpTypeBytes());
        List<String> outputs = Text.of(proto.getOutputList().asByteStringList());
        if (opName.isEmpty()) {
            throw outer.in("node", label(name, "", outputs))
                    .refuse("operator name must not be empty");
        }
        OpType op = new OpType(Text.of(proto.getDomainBytes()), opName);
        Place place = outer.in("node", label(name, op.toString(), outputs));
        NodeProto.Builder rest =
                proto.toBuilder().clearInput().clearOutput().clearOpType().clearAttribute();
        if (!name.isEmpty()) {
            rest.clearName();
        }
        if (!op.domain().isEmpty()) {
            rest.clearDomain();
        }
        List<Attribute> decoded = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (AttributeProto attribute : proto.getAttributeList()) {
            Attribute value = attributes.decode(attribute, place);
            if (!names.add(value.name())) {
                throw place.refuse("attribute names must be unique; attribute=" + value.name());
            }
            decoded.add(value);
            attributes.remains(attribute, value).ifPresent(rest::addAttribute);
        }
        return new Node(
                name,
                op,
                Text.of(proto.getInputList().asByteStringList()),
                outputs,
                decoded,
                Extras.of(rest.build().toByteArray()));
    }

    private static String label(String name, String op, List<String> outputs) {
        return name.isEmpty() ? op + outputs.stream().limit(4).toList() : name;
    }

    NodeProto encode(Node node) {
        NodeProto.Builder proto = parse(node.extras()).toBuilder();
        Map<String, AttributeProto> remains = new HashMap<>();
        proto.getAttributeList().forEach(a -> remains.put(Text.of(a.getNameBytes()), a));
        proto.clearAttribute();
        node.inputs().forEach(input -> proto.addInputBytes(Text.bytes(input)));
        node.outputs().forEach(output -> proto.addOutputBytes(Text.bytes(output)));
        if (!node.name().isEmpty()) {
            proto.setNameBytes(Text.bytes(node.name()));
        }
        proto.setOpTypeBytes(Text.bytes(node.op().name()));
        if (!node.op().domain().isEmpty()) {
            proto.setDomainBytes(Text.bytes(node.op().domain()));
        }
        for (Attribute attribute : node.attributes().values()) {
            AttributeProto rest =
                    remains.getOrDefault(attribute.name(), AttributeProto.getDefaultInstance());
            proto.addAttribute(attributes.encode(attribute, rest));
        }
        return proto.build();
    }

    /** The same attribute, after it has been checked and its data found. */
    AttributeProto checked(AttributeProto proto, Place place) {
        Attribute value = attributes.decode(proto, place);
        return attributes.encode(
                value,
                attributes.remains(proto, value).orElse(AttributeProto.getDefaultInstance()));
    }

    private static NodeProto parse(Extras extras) {
        try {
            return extras.isEmpty()
                    ? NodeProto.getDefaultInstance()
                    : NodeProto.parseFrom(extras.toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("extras must be a node record", e);
        }
    }
}
