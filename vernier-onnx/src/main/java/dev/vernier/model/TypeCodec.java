package dev.vernier.model;

import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.vernier.graph.Dimension;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Extras;
import dev.vernier.graph.Shape;
import dev.vernier.graph.ValueInfo;
import dev.vernier.graph.ValueType;
import dev.vernier.graph.ValueType.OtherType;
import dev.vernier.graph.ValueType.TensorType;
import java.util.Optional;

/**
 * {@code ValueInfoProto}, {@code TypeProto}, {@code TensorShapeProto} and the graph's types.
 *
 * <p>A negative length and an empty name of an axis mean that nothing is known of it, as exporters
 * use them. A shape in any other than the plainest form remains as it is for as long as it means
 * the same.
 */
final class TypeCodec {

    private TypeCodec() {}

    static ValueInfo decode(ValueInfoProto proto, Place outer) {
        String name = Text.of(proto.getNameBytes());
        ValueInfoProto.Builder rest = proto.toBuilder();
        if (!name.isEmpty()) {
            rest.clearName();
        }
        if (proto.getType().getSerializedSize() > 0) {
            rest.clearType();
        }
        ValueType type = decode(proto.getType(), outer.in("value", name));
        return new ValueInfo(name, type, Extras.of(rest.build().toByteArray()));
    }

    static ValueInfoProto encode(ValueInfo value) {
        ValueInfoProto.Builder proto;
        try {
            proto = ValueInfoProto.parseFrom(value.extras().toByteArray()).toBuilder();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("extras must be a value record", e);
        }
        if (!value.name().isEmpty()) {
            proto.setNameBytes(Text.bytes(value.name()));
        }
        TypeProto type = encode(value.type());
        return (type.getSerializedSize() > 0 ? proto.setType(type) : proto).build();
    }

    private static ValueType decode(TypeProto proto, Place place) {
        int code = proto.getTensorType().getElemType();
        if (!proto.hasTensorType() || code == 0) {
            return new OtherType(Extras.of(proto.toByteArray()));
        }
        ElementType elementType =
                ElementType.ofCode(code)
                        .orElseThrow(
                                () ->
                                        place.refuse(
                                                "element type must be 1 to 26; elem_type=" + code));
        TypeProto.Tensor.Builder tensor = proto.getTensorType().toBuilder().clearElemType();
        Optional<Shape> shape = Optional.empty();
        if (tensor.hasShape()) {
            Shape decoded = decode(tensor.getShape());
            shape = Optional.of(decoded);
            if (encode(decoded).equals(tensor.getShape())) {
                tensor.clearShape();
            }
        }
        TypeProto.Builder rest = proto.toBuilder().clearTensorType();
        TypeProto.Tensor remains = tensor.build();
        if (remains.getSerializedSize() > 0) {
            rest.setTensorType(remains);
        }
        return new TensorType(elementType, shape, Extras.of(rest.build().toByteArray()));
    }

    private static TypeProto encode(ValueType type) {
        if (type instanceof TensorType tensor) {
            TypeProto.Builder proto = parse(tensor.extras()).toBuilder();
            TypeProto.Tensor.Builder inner = proto.getTensorTypeBuilder();
            inner.setElemType(tensor.elementType().code());
            boolean kept =
                    inner.hasShape()
                            && tensor.shape().equals(Optional.of(decode(inner.getShape())));
            if (!kept) {
                inner.clearShape();
                tensor.shape().ifPresent(shape -> inner.setShape(encode(shape)));
            }
            return proto.build();
        }
        return parse(((OtherType) type).extras());
    }

    static Shape decode(TensorShapeProto proto) {
        return new Shape(proto.getDimList().stream().map(TypeCodec::decode).toList());
    }

    private static Dimension decode(TensorShapeProto.Dimension proto) {
        if (proto.hasDimValue() && proto.getDimValue() >= 0) {
            return Dimension.of(proto.getDimValue());
        }
        return proto.getDimParamBytes().isEmpty()
                ? Dimension.UNKNOWN
                : Dimension.named(Text.of(proto.getDimParamBytes()));
    }

    static TensorShapeProto encode(Shape shape) {
        TensorShapeProto.Builder proto = TensorShapeProto.newBuilder();
        for (Dimension dimension : shape.dimensions()) {
            TensorShapeProto.Dimension.Builder dim = proto.addDimBuilder();
            if (dimension instanceof Dimension.Fixed fixed) {
                dim.setDimValue(fixed.length());
            } else if (dimension instanceof Dimension.Named named) {
                dim.setDimParamBytes(Text.bytes(named.name()));
            }
        }
        return proto.build();
    }

    private static TypeProto parse(Extras extras) {
        try {
            return TypeProto.parseFrom(extras.toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("extras must be a type record", e);
        }
    }
}
