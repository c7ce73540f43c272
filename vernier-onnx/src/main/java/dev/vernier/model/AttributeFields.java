package dev.vernier.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import java.util.List;
import java.util.function.Predicate;

/** Which value fields an attribute record has. It may have one, which is that of its type. */
final class AttributeFields {

    private record Field(AttributeType type, Predicate<AttributeProto> isSet) {}

    private static final List<Field> FIELDS =
            List.of(
                    new Field(AttributeType.FLOAT, AttributeProto::hasF),
                    new Field(AttributeType.INT, AttributeProto::hasI),
                    new Field(AttributeType.STRING, AttributeProto::hasS),
                    new Field(AttributeType.TENSOR, AttributeProto::hasT),
                    new Field(AttributeType.GRAPH, AttributeProto::hasG),
                    new Field(AttributeType.SPARSE_TENSOR, AttributeProto::hasSparseTensor),
                    new Field(AttributeType.TYPE_PROTO, AttributeProto::hasTp),
                    new Field(AttributeType.FLOATS, proto -> proto.getFloatsCount() > 0),
                    new Field(AttributeType.INTS, proto -> proto.getIntsCount() > 0),
                    new Field(AttributeType.STRINGS, proto -> proto.getStringsCount() > 0),
                    new Field(AttributeType.TENSORS, proto -> proto.getTensorsCount() > 0),
                    new Field(AttributeType.GRAPHS, proto -> proto.getGraphsCount() > 0),
                    new Field(
                            AttributeType.SPARSE_TENSORS,
                            proto -> proto.getSparseTensorsCount() > 0),
                    new Field(AttributeType.TYPE_PROTOS, proto -> proto.getTypeProtosCount() > 0));

    private AttributeFields() {}

    /** The type of the only field that is set; UNDEFINED if there is none or more than one. */
    static AttributeType only(AttributeProto proto) {
        List<AttributeType> set = set(proto);
        return set.size() == 1 ? set.get(0) : AttributeType.UNDEFINED;
    }

    /**
     * Passes if no field but that of the type is set.
     *
     * @throws dev.vernier.graph.ModelFormatException if another is
     */
    static void requireOne(AttributeProto proto, AttributeType type, Place place) {
        List<AttributeType> set = set(proto);
        boolean fits = type == AttributeType.UNDEFINED || set.isEmpty() || set.get(0) == type;
        if (set.size() > 1 || !fits) {
            throw place.refuse(
                    "attribute must have one value of its type; type=" + type + ", values=" + set);
        }
    }

    private static List<AttributeType> set(AttributeProto proto) {
        return FIELDS.stream().filter(field -> field.isSet.test(proto)).map(Field::type).toList();
    }
}
