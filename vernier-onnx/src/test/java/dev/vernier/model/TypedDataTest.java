package dev.vernier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Elements in the typed fields of a tensor are those that {@code raw_data} would have, and are
 * written into the field that they came from. Source: comments of {@code TensorProto}.
 */
class TypedDataTest {

    @TempDir private Path folder;

    private static TensorProto.Builder two(ElementType type) {
        return TensorProto.newBuilder().setName("w").setDataType(type.code()).addDims(2);
    }

    private static ByteBuffer raw(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static Stream<Arguments> fields() {
        return Stream.of(
                arguments(
                        two(ElementType.FLOAT).addFloatData(1).addFloatData(-2),
                        raw(8).putFloat(1).putFloat(-2)),
                arguments(
                        two(ElementType.DOUBLE).addDoubleData(1).addDoubleData(-2),
                        raw(16).putDouble(1).putDouble(-2)),
                arguments(
                        two(ElementType.INT64).addInt64Data(1).addInt64Data(-2),
                        raw(16).putLong(1).putLong(-2)),
                arguments(
                        two(ElementType.UINT64).addUint64Data(1).addUint64Data(-2),
                        raw(16).putLong(1).putLong(-2)),
                arguments(
                        two(ElementType.UINT32).addUint64Data(1).addUint64Data(0xFFFFFFFFL),
                        raw(8).putInt(1).putInt(-1)),
                arguments(
                        two(ElementType.INT32).addInt32Data(1).addInt32Data(-2),
                        raw(8).putInt(1).putInt(-2)),
                arguments(
                        two(ElementType.INT16).addInt32Data(1).addInt32Data(-2),
                        raw(4).putShort((short) 1).putShort((short) -2)),
                arguments(
                        two(ElementType.FLOAT16).addInt32Data(0x3C00).addInt32Data(0xC000),
                        raw(4).putShort((short) 0x3C00).putShort((short) 0xC000)),
                arguments(
                        two(ElementType.UINT8).addInt32Data(1).addInt32Data(255),
                        raw(2).put((byte) 1).put((byte) 255)),
                arguments(
                        two(ElementType.BOOL).addInt32Data(1).addInt32Data(0),
                        raw(2).put((byte) 1).put((byte) 0)),
                arguments(two(ElementType.INT4).addInt32Data(0x21), raw(1).put((byte) 0x21)),
                arguments(two(ElementType.UINT2).addInt32Data(0x09), raw(1).put((byte) 0x09)),
                arguments(
                        two(ElementType.COMPLEX64)
                                .addFloatData(1)
                                .addFloatData(2)
                                .addFloatData(3)
                                .addFloatData(4),
                        raw(16).putFloat(1).putFloat(2).putFloat(3).putFloat(4)),
                arguments(
                        two(ElementType.COMPLEX128)
                                .addDoubleData(1)
                                .addDoubleData(2)
                                .addDoubleData(3)
                                .addDoubleData(4),
                        raw(32).putDouble(1).putDouble(2).putDouble(3).putDouble(4)));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void holdWhatRawDataWould(TensorProto.Builder tensor, ByteBuffer raw) throws IOException {
        Tensor read =
                RoundTripTest.assertSame(folder, Protos.adding(tensor.build()))
                        .graph()
                        .constant("w")
                        .orElseThrow();

        assertThat(Weights.bytes(read)).isEqualTo(raw.flip());
    }

    @ParameterizedTest
    @MethodSource("fields")
    void mustHaveAllElements(TensorProto.Builder tensor, ByteBuffer raw) throws IOException {
        Path file = Protos.write(folder, Protos.adding(tensor.setDims(0, 5).build()));

        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining("initializer w: tensor data must have the size");
    }
}
