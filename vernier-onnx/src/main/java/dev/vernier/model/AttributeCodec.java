package dev.vernier.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.vernier.graph.Attribute;
import dev.vernier.graph.Extras;
import java.util.Optional;

/**
 * {@code AttributeProto} and {@link Attribute}.
 *
 * <p>Old files state no type, and writers that follow proto3 leave out a value of zero; both are
 * read as meant and written as found.
 */
final class AttributeCodec {

    private static final int TYPE_FIELD = AttributeProto.TYPE_FIELD_NUMBER;
    private static final long TYPE_UNSTATED = 1;
    private static final long VALUE_UNSTATED = 2;

    private final TensorCodec tensors;
    private final GraphCodec graphs;

    AttributeCodec(TensorCodec tensors, GraphCodec graphs) {
        this.tensors = tensors;
        this.graphs = graphs;
    }

    Attribute decode(AttributeProto proto, Place outer) {
        String name = Text.of(proto.getNameBytes());
        if (name.isEmpty()) {
            throw outer.refuse("attribute name must not be empty");
        }
        Place place = outer.in("attribute", name);
        AttributeType type = type(proto);
        AttributeFields.requireOne(proto, type, place);
        return switch (type) {
            case FLOAT -> new Attribute.FloatValue(name, proto.getF());
            case INT -> new Attribute.IntValue(name, proto.getI());
            case STRING ->
                    proto.getS().isValidUtf8()
                            ? new Attribute.StringValue(name, proto.getS().toStringUtf8())
                            : other(name, proto, place);
            case FLOATS -> new Attribute.Floats(name, proto.getFloatsList());
            case INTS -> new Attribute.Ints(name, proto.getIntsList());
            case STRINGS ->
                    proto.getStringsList().stream().allMatch(ByteString::isValidUtf8)
                            ? new Attribute.Strings(
                                    name,
                                    proto.getStringsList().stream()
                                            .map(ByteString::toStringUtf8)
                                            .toList())
                            : other(name, proto, place);
            case TENSOR ->
                    proto.hasT()
                            ? new Attribute.TensorValue(
                                    name, tensors.decode(proto.getT(), place, "tensor"))
                            : other(name, proto, place);
            case GRAPH ->
                    proto.hasG()
                            ? new Attribute.GraphValue(name, graphs.decode(proto.getG(), place))
                            : other(name, proto, place);
            case GRAPHS ->
                    new Attribute.Graphs(
                            name,
                            proto.getGraphsList().stream()
                                    .map(graph -> graphs.decode(graph, place))
                                    .toList());
            default -> other(name, proto, place);
        };
    }

    /** The type, inferred from the value where it is not stated; UNDEFINED for references. */
    private static AttributeType type(AttributeProto proto) {
        if (proto.hasRefAttrName() || proto.getUnknownFields().hasField(TYPE_FIELD)) {
            return AttributeType.UNDEFINED;
        }
        if (proto.getType() != AttributeType.UNDEFINED) {
            return proto.getType();
        }
        return AttributeFields.only(proto);
    }

    /** Carried whole; its tensors and graphs are checked and found like all others. */
    private Attribute other(String name, AttributeProto proto, Place place) {
        AttributeProto.Builder checked = proto.toBuilder();
        if (proto.hasT()) {
            checked.setT(tensors.checked(proto.getT(), place));
        }
        if (proto.hasG()) {
            checked.setG(graphs.checked(proto.getG(), place));
        }
        if (proto.hasSparseTensor()) {
            checked.setSparseTensor(tensors.checked(proto.getSparseTensor(), place));
        }
        for (int i = 0; i < proto.getTensorsCount(); i++) {
            checked.setTensors(i, tensors.checked(proto.getTensors(i), place));
        }
        for (int i = 0; i < proto.getGraphsCount(); i++) {
            checked.setGraphs(i, graphs.checked(proto.getGraphs(i), place));
        }
        for (int i = 0; i < proto.getSparseTensorsCount(); i++) {
            checked.setSparseTensors(i, tensors.checked(proto.getSparseTensors(i), place));
        }
        return new Attribute.Other(name, Extras.of(checked.build().toByteArray()));
    }

    /** What the record says beyond name, type and value, under its name; empty if nothing. */
    Optional<AttributeProto> remains(AttributeProto proto, Attribute value) {
        if (value instanceof Attribute.Other) {
            return Optional.empty();
        }
        AttributeProto.Builder rest = clearValue(proto, value).clearName().clearType();
        long unstated =
                (proto.hasType() ? 0 : TYPE_UNSTATED)
                        | (hasValue(proto, value) ? 0 : VALUE_UNSTATED);
        if (unstated != 0) {
            UnknownFieldSet.Field mark =
                    UnknownFieldSet.Field.newBuilder().addVarint(unstated).build();
            rest.setUnknownFields(
                    proto.getUnknownFields().toBuilder().addField(StrippedData.MARK, mark).build());
        }
        return rest.build().getSerializedSize() == 0
                ? Optional.empty()
                : Optional.of(rest.setNameBytes(proto.getNameBytes()).build());
    }

    private static AttributeProto.Builder clearValue(AttributeProto proto, Attribute value) {
        AttributeProto.Builder rest = proto.toBuilder();
        if (value instanceof Attribute.FloatValue) {
            return rest.clearF();
        } else if (value instanceof Attribute.IntValue) {
            return rest.clearI();
        } else if (value instanceof Attribute.StringValue) {
            return rest.clearS();
        } else if (value instanceof Attribute.TensorValue) {
            return rest.clearT();
        } else if (value instanceof Attribute.GraphValue) {
            return rest.clearG();
        } else if (value instanceof Attribute.Floats) {
            return rest.clearFloats();
        } else if (value instanceof Attribute.Ints) {
            return rest.clearInts();
        } else if (value instanceof Attribute.Strings) {
            return rest.clearStrings();
        }
        return rest.clearGraphs();
    }

    private static boolean hasValue(AttributeProto proto, Attribute value) {
        if (value instanceof Attribute.FloatValue) {
            return proto.hasF();
        }
        if (value instanceof Attribute.IntValue) {
            return proto.hasI();
        }
        return !(value instanceof Attribute.StringValue) || proto.hasS();
    }

    /**
     * @param remains what {@link #remains} kept of the attribute of this name, or nothing
     */
    AttributeProto encode(Attribute attribute, AttributeProto remains) {
        if (attribute instanceof Attribute.Other other) {
            return parse(other.extras());
        }
        AttributeProto.Builder proto = remains.toBuilder();
        UnknownFieldSet unknown = proto.getUnknownFields();
        long unstated =
                unknown.getField(StrippedData.MARK).getVarintList().stream().findFirst().orElse(0L);
        proto.setUnknownFields(unknown.toBuilder().clearField(StrippedData.MARK).build());
        proto.setNameBytes(Text.bytes(attribute.name()));
        setValue(proto, attribute);
        if ((unstated & VALUE_UNSTATED) != 0) {
            clearZero(proto);
        }
        return (unstated & TYPE_UNSTATED) != 0 ? proto.clearType().build() : proto.build();
    }

    private void setValue(AttributeProto.Builder proto, Attribute attribute) {
        if (attribute instanceof Attribute.FloatValue value) {
            proto.setType(AttributeType.FLOAT).setF(value.value());
        } else if (attribute instanceof Attribute.IntValue value) {
            proto.setType(AttributeType.INT).setI(value.value());
        } else if (attribute instanceof Attribute.StringValue value) {
            proto.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(value.value()));
        } else if (attribute instanceof Attribute.TensorValue value) {
            proto.setType(AttributeType.TENSOR).setT(tensors.encode(value.value()));
        } else if (attribute instanceof Attribute.GraphValue value) {
            proto.setType(AttributeType.GRAPH).setG(graphs.encode(value.value()));
        } else if (attribute instanceof Attribute.Floats values) {
            proto.setType(AttributeType.FLOATS).addAllFloats(values.values());
        } else if (attribute instanceof Attribute.Ints values) {
            proto.setType(AttributeType.INTS).addAllInts(values.values());
        } else if (attribute instanceof Attribute.Strings values) {
            proto.setType(AttributeType.STRINGS);
            values.values().forEach(text -> proto.addStrings(ByteString.copyFromUtf8(text)));
        } else if (attribute instanceof Attribute.Graphs values) {
            proto.setType(AttributeType.GRAPHS);
            values.values().forEach(graph -> proto.addGraphs(graphs.encode(graph)));
        }
    }

    private static void clearZero(AttributeProto.Builder proto) {
        if (Float.floatToRawIntBits(proto.getF()) == 0) {
            proto.clearF();
        }
        if (proto.getI() == 0) {
            proto.clearI();
        }
        if (proto.getS().isEmpty()) {
            proto.clearS();
        }
    }

    private static AttributeProto parse(Extras extras) {
        try {
            return AttributeProto.parseFrom(extras.toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("extras must be an attribute record", e);
        }
    }
}
