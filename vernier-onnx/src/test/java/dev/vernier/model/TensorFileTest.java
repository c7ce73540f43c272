package dev.vernier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.UnsupportedModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorFileTest {

    private final Path file;

    TensorFileTest(@TempDir Path folder) {
        this.file = folder.resolve("input_0.pb");
    }

    private Tensor read(TensorProto.Builder proto) throws IOException {
        Files.write(file, proto.build().toByteArray());
        return TensorFile.read(file);
    }

    private static TensorProto.Builder tensor(ElementType type, long... dimensions) {
        TensorProto.Builder proto = TensorProto.newBuilder().setDataType(type.code()).setName("x");
        for (long dimension : dimensions) {
            proto.addDims(dimension);
        }
        return proto;
    }

    @Test
    void readsRawAndTypedData() throws IOException {
        Tensor expected = Tensor.ofFloats("x", new long[] {2}, 1, 2);

        assertThat(
                        read(
                                tensor(ElementType.FLOAT, 2)
                                        .setRawData(
                                                ByteString.copyFrom(
                                                        new byte[] {0, 0, -128, 63, 0, 0, 0, 64}))))
                .isEqualTo(expected);
        assertThat(read(tensor(ElementType.FLOAT, 2).addFloatData(1).addFloatData(2)))
                .isEqualTo(expected);
        assertThat(read(tensor(ElementType.INT64, 2).addInt64Data(-5).addInt64Data(7)))
                .isEqualTo(Tensor.ofLongs("x", new long[] {2}, -5, 7));
        assertThat(read(tensor(ElementType.UINT8, 1).addInt32Data(200)))
                .isEqualTo(
                        Tensor.ofBytes(
                                "x", ElementType.UINT8, new long[] {1}, new byte[] {(byte) 200}));
    }

    @Test
    void refusesDataOfAnotherSize() {
        assertThatThrownBy(() -> read(tensor(ElementType.FLOAT, 3).addFloatData(1)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("input_0.pb");
        assertThatThrownBy(() -> read(tensor(ElementType.FLOAT, 1L << 40, 1L << 40)))
                .isInstanceOf(ModelFormatException.class);
    }

    @Test
    void refusesOtherFilesAndStrings() throws IOException {
        assertThatThrownBy(
                        () ->
                                read(
                                        tensor(ElementType.STRING, 1)
                                                .addStringData(ByteString.copyFromUtf8("a"))))
                .isInstanceOf(UnsupportedModelException.class);
        Files.write(file, new byte[] {9, 9, 9});
        assertThatThrownBy(() -> TensorFile.read(file)).isInstanceOf(ModelFormatException.class);
    }

    @Test
    void followsNoExternalData() {
        TensorProto.Builder proto = tensor(ElementType.FLOAT, 1);
        proto.setDataLocation(TensorProto.DataLocation.EXTERNAL);
        proto.addExternalDataBuilder().setKey("location").setValue("secret.bin");

        assertThatThrownBy(() -> read(proto)).isInstanceOf(ModelFormatException.class);
    }
}
