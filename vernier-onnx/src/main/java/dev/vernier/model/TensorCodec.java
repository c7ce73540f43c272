package dev.vernier.model;

import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Extras;
import dev.vernier.graph.SparseTensor;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.TensorData;
import dev.vernier.graph.TensorData.FileRegion;
import dev.vernier.graph.TensorData.Inline;
import dev.vernier.graph.TensorData.Opaque;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * {@code TensorProto}, {@code SparseTensorProto} and {@link Tensor}, {@link SparseTensor}.
 *
 * <p>Elements in raw_data, float_data, double_data and in external files become plain data; the
 * other typed fields stay opaque. Which field the data came from is kept in the extras, as an
 * unknown field of our own that never reaches a file.
 */
final class TensorCodec {

    /** Finds data that is not in the model file. */
    @FunctionalInterface
    interface External {
        /**
         * Where the elements of a tensor record are.
         *
         * @throws dev.vernier.graph.ModelFormatException if the record must not be followed
         */
        TensorData locate(TensorProto proto, ElementType type, Place place);
    }

    private static final int NO_FIELD = 0;

    private final Optional<Payloads> payloads;
    private final External external;

    /** For reading. */
    TensorCodec(External external) {
        this.external = external;
        this.payloads = Optional.empty();
    }

    /** For writing, large data being set aside. */
    TensorCodec(Payloads payloads) {
        this.payloads = Optional.of(payloads);
        this.external =
                (proto, type, place) -> {
                    throw new IllegalStateException("codec must not read; place=" + place);
                };
    }

    Tensor decode(TensorProto proto, Place outer, String what) {
        String name = Text.of(proto.getNameBytes());
        Place place = outer.in(what, name);
        ElementType type =
                ElementType.ofCode(proto.getDataType())
                        .orElseThrow(
                                () ->
                                        place.refuse(
                                                "element type must be 1 to 26; data_type="
                                                        + proto.getDataType()));
        for (long length : proto.getDimsList()) {
            if (length < 0) {
                throw place.refuse("dimensions must be at least zero; dims=" + proto.getDimsList());
            }
        }
        if (proto.hasSegment()) {
            throw place.notSupported("tensors in segments are not supported");
        }
        int field = dataField(proto, type, place);
        TensorData data = data(proto, type, field, place);
        return new Tensor(name, type, proto.getDimsList(), data, extras(proto, data, field));
    }

    SparseTensor decode(SparseTensorProto proto, Place outer) {
        if (!proto.hasValues() || !proto.hasIndices()) {
            throw outer.refuse("sparse tensor must have values and indices");
        }
        Tensor values = decode(proto.getValues(), outer, "values");
        Place place = outer.in("tensor", values.name());
        SparseTensorProto.Builder rest = proto.toBuilder().clearValues().clearIndices().clearDims();
        return new SparseTensor(
                values,
                decode(proto.getIndices(), place, "indices"),
                proto.getDimsList(),
                Extras.of(rest.build().toByteArray()));
    }

    /** The one field the elements are in; {@link #NO_FIELD} if there is none. */
    private static int dataField(TensorProto proto, ElementType type, Place place) {
        int[] entries = {
            proto.getFloatDataCount(),
            proto.getInt32DataCount(),
            proto.getStringDataCount(),
            proto.getInt64DataCount(),
            proto.getDoubleDataCount(),
            proto.getUint64DataCount(),
            proto.hasRawData() ? 1 : 0,
            isExternal(proto) ? 1 : 0,
        };
        List<ByteString> marks = marks(proto);
        int fields = marks.size();
        for (int count : entries) {
            fields += count > 0 ? 1 : 0;
        }
        if (fields > 1) {
            throw place.refuse("tensor data must be in one field and in one piece");
        }
        if (fields == 0) {
            return NO_FIELD;
        }
        int field =
                !marks.isEmpty()
                        ? StrippedData.parse(marks.get(0)).field()
                        : proto.hasRawData() || isExternal(proto)
                                ? RecordKind.RAW_DATA
                                : TypedData.field(type);
        boolean fits =
                field == RecordKind.RAW_DATA
                        ? type != ElementType.STRING
                        : field == TypedData.field(type)
                                && (!marks.isEmpty() || TypedData.entries(proto, type) > 0);
        if (!fits) {
            throw place.refuse("tensor data must be in a field of its type; type=" + type);
        }
        return field;
    }

    private static boolean isExternal(TensorProto proto) {
        return proto.getDataLocation() == DataLocation.EXTERNAL;
    }

    private static List<ByteString> marks(TensorProto proto) {
        return proto.getUnknownFields().getField(StrippedData.MARK).getLengthDelimitedList();
    }

    private TensorData data(TensorProto proto, ElementType type, int field, Place place) {
        List<ByteString> marks = marks(proto);
        if (!marks.isEmpty()) {
            return StrippedData.parse(marks.get(0)).region();
        }
        if (isExternal(proto)) {
            return external.locate(proto, type, place);
        }
        return switch (field) {
            case NO_FIELD -> TensorData.inline(new byte[0]);
            case RecordKind.RAW_DATA -> TensorData.inline(proto.getRawData().toByteArray());
            case RecordKind.FLOAT_DATA, RecordKind.DOUBLE_DATA ->
                    TensorData.inline(TypedData.toRaw(proto, type));
            default ->
                    new Opaque(
                            Extras.of(
                                    TensorProto.newBuilder()
                                            .addAllInt32Data(proto.getInt32DataList())
                                            .addAllInt64Data(proto.getInt64DataList())
                                            .addAllUint64Data(proto.getUint64DataList())
                                            .addAllStringData(proto.getStringDataList())
                                            .build()
                                            .toByteArray()));
        };
    }

    private static Extras extras(TensorProto proto, TensorData data, int field) {
        TensorProto.Builder rest =
                proto.toBuilder()
                        .clearDims()
                        .clearDataType()
                        .clearFloatData()
                        .clearInt32Data()
                        .clearStringData()
                        .clearInt64Data()
                        .clearDoubleData()
                        .clearUint64Data()
                        .clearRawData();
        if (!proto.getNameBytes().isEmpty()) {
            rest.clearName();
        }
        if (isExternal(proto)) {
            rest.clearDataLocation().clearExternalData();
        }
        UnknownFieldSet.Builder unknown =
                proto.getUnknownFields().toBuilder().clearField(StrippedData.MARK);
        if (field != RecordKind.RAW_DATA && !(data instanceof Opaque)) {
            unknown.addField(StrippedData.MARK, Field.newBuilder().addVarint(field).build());
        }
        return Extras.of(rest.setUnknownFields(unknown.build()).build().toByteArray());
    }

    TensorProto encode(Tensor tensor) {
        TensorProto.Builder proto = parse(tensor.extras()).toBuilder();
        UnknownFieldSet unknown = proto.getUnknownFields();
        Optional<Integer> form =
                unknown.getField(StrippedData.MARK).getVarintList().stream()
                        .findFirst()
                        .map(Long::intValue);
        proto.setUnknownFields(unknown.toBuilder().clearField(StrippedData.MARK).build());
        if (!tensor.name().isEmpty()) {
            proto.setNameBytes(Text.bytes(tensor.name()));
        }
        proto.addAllDims(tensor.dimensions()).setDataType(tensor.type().code());
        if (tensor.data() instanceof Opaque opaque) {
            return proto.mergeFrom(parse(opaque.extras())).build();
        }
        int field = form.orElse(RecordKind.RAW_DATA);
        if (field == NO_FIELD && tensor.data().size() == 0) {
            return proto.build();
        }
        boolean typed = RecordKind.isPlainData(field) && field == TypedData.field(tensor.type());
        setData(proto, typed ? field : RecordKind.RAW_DATA, tensor.data());
        return proto.build();
    }

    private void setData(TensorProto.Builder proto, int field, TensorData data) {
        if (data instanceof Inline inline
                && (payloads.isEmpty() || inline.size() < SkeletonReader.LARGE)) {
            ByteBuffer bytes = inline.buffer();
            switch (field) {
                case RecordKind.FLOAT_DATA -> {
                    while (bytes.hasRemaining()) {
                        proto.addFloatData(bytes.getFloat());
                    }
                }
                case RecordKind.DOUBLE_DATA -> {
                    while (bytes.hasRemaining()) {
                        proto.addDoubleData(bytes.getDouble());
                    }
                }
                default -> proto.setRawData(ByteString.copyFrom(bytes));
            }
            return;
        }
        ByteString mark =
                payloads.isPresent()
                        ? payloads.get().add(field, data)
                        : StrippedData.of(field, (FileRegion) data).toByteString();
        proto.setUnknownFields(
                proto.getUnknownFields().toBuilder()
                        .addField(
                                StrippedData.MARK,
                                Field.newBuilder().addLengthDelimited(mark).build())
                        .build());
    }

    SparseTensorProto encode(SparseTensor sparse) {
        try {
            return SparseTensorProto.parseFrom(sparse.extras().toByteArray()).toBuilder()
                    .setValues(encode(sparse.values()))
                    .setIndices(encode(sparse.indices()))
                    .addAllDims(sparse.dimensions())
                    .build();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("extras must be a sparse tensor record", e);
        }
    }

    /** The same tensor, after it has been checked and its data found. */
    TensorProto checked(TensorProto proto, Place place) {
        Tensor tensor = decode(proto, place, "tensor");
        TensorSize.check(tensor, place.in("tensor", tensor.name()));
        return encode(tensor);
    }

    /** The same tensor, after it has been checked and its data found. */
    SparseTensorProto checked(SparseTensorProto proto, Place place) {
        SparseTensor sparse = decode(proto, place);
        TensorSize.check(sparse, place);
        return encode(sparse);
    }

    /** The typed data of a tensor as {@code raw_data} has it. */
    static ByteBuffer raw(Opaque data, ElementType type) {
        return ByteBuffer.wrap(TypedData.toRaw(parse(data.extras()), type))
                .asReadOnlyBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /** How many entries opaque data has. */
    static int entries(Opaque data, ElementType type) {
        return TypedData.entries(parse(data.extras()), type);
    }

    private static TensorProto parse(Extras extras) {
        try {
            return extras.isEmpty()
                    ? TensorProto.getDefaultInstance()
                    : TensorProto.parseFrom(extras.toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("extras must be a tensor record", e);
        }
    }
}
