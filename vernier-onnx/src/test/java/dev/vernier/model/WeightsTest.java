package dev.vernier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Extras;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.TensorData;
import dev.vernier.graph.TensorData.FileRegion;
import dev.vernier.graph.UnsupportedModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsTest {

    private static Tensor tensor(ElementType type, long elements, int... bytes) {
        byte[] data = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            data[i] = (byte) bytes[i];
        }
        return Tensor.ofBytes("t", type, new long[] {elements}, data);
    }

    @Test
    void halfPrecisionByDefinition() {
        for (int bits = 0; bits <= 0xFFFF; bits++) {
            int exponent = (bits >> 10) & 0x1F;
            int fraction = bits & 0x3FF;
            double magnitude =
                    exponent == 0
                            ? Math.scalb((double) fraction, -24)
                            : exponent == 31
                                    ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                                    : Math.scalb(1 + fraction / 1024.0, exponent - 15);
            float expected = (float) ((bits & 0x8000) == 0 ? magnitude : -magnitude);
            assertThat(HalfPrecision.toFloat((short) bits))
                    .as("bits %x", bits)
                    .isEqualTo(Float.valueOf(expected));
        }
    }

    @Test
    void floatsOfEveryFloatType() {
        assertThat(Weights.floats(tensor(ElementType.FLOAT, 1, 0, 0, 0xC0, 0x3F)))
                .containsExactly(1.5f);
        assertThat(Weights.floats(tensor(ElementType.FLOAT16, 2, 0, 0x3E, 0, 0x80)))
                .containsExactly(1.5f, -0f);
        assertThat(Weights.floats(tensor(ElementType.BFLOAT16, 2, 0xC0, 0x3F, 0x80, 0x7F)))
                .containsExactly(1.5f, Float.POSITIVE_INFINITY);
        assertThat(Weights.floats(tensor(ElementType.DOUBLE, 1, 0, 0, 0, 0, 0, 0, 0xF8, 0xBF)))
                .containsExactly(-1.5f);
        assertThatThrownBy(() -> Weights.floats(tensor(ElementType.INT8, 1, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor must be of a float type; tensor=t: int8[1]");
    }

    @Test
    void longsOfEveryIntegerType() {
        assertThat(Weights.longs(tensor(ElementType.INT8, 2, 0xFF, 1))).containsExactly(-1, 1);
        assertThat(Weights.longs(tensor(ElementType.UINT8, 2, 0xFF, 1))).containsExactly(255, 1);
        assertThat(Weights.longs(tensor(ElementType.BOOL, 2, 1, 0))).containsExactly(1, 0);
        assertThat(Weights.longs(tensor(ElementType.INT16, 1, 0xFE, 0xFF))).containsExactly(-2);
        assertThat(Weights.longs(tensor(ElementType.UINT16, 1, 0xFE, 0xFF))).containsExactly(65534);
        assertThat(Weights.longs(tensor(ElementType.INT32, 1, 0xFE, 0xFF, 0xFF, 0xFF)))
                .containsExactly(-2);
        assertThat(Weights.longs(tensor(ElementType.UINT32, 1, 0xFE, 0xFF, 0xFF, 0xFF)))
                .containsExactly(4294967294L);
        assertThat(Weights.longs(Tensor.ofLongs("t", new long[] {2}, Long.MIN_VALUE, 7)))
                .containsExactly(Long.MIN_VALUE, 7);
        assertThat(Weights.longs(tensor(ElementType.UINT4, 3, 0xF1, 0x02)))
                .containsExactly(1, 15, 2);
        assertThat(Weights.longs(tensor(ElementType.INT4, 3, 0xF1, 0x08)))
                .containsExactly(1, -1, -8);
        assertThat(Weights.longs(tensor(ElementType.UINT2, 5, 0b11100100, 0b10)))
                .containsExactly(0, 1, 2, 3, 2);
        assertThat(Weights.longs(tensor(ElementType.INT2, 4, 0b11100100)))
                .containsExactly(0, 1, -2, -1);
        assertThatThrownBy(() -> Weights.longs(tensor(ElementType.FLOAT, 1, 0, 0, 0, 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void typedFieldsReadLikeRawData() {
        assertThat(Weights.floats(opaque(ElementType.FLOAT16, 2, 0x3E00, 0x8000)))
                .containsExactly(1.5f, -0f);
        assertThat(Weights.longs(opaque(ElementType.INT8, 2, -1, 5))).containsExactly(-1, 5);
        assertThat(Weights.longs(opaque(ElementType.UINT4, 3, 0xF1, 0x02)))
                .containsExactly(1, 15, 2);
    }

    private static Tensor opaque(ElementType type, long elements, Integer... entries) {
        TensorProto data = TensorProto.newBuilder().addAllInt32Data(List.of(entries)).build();
        return new Tensor(
                "t", type, List.of(elements), new TensorData.Opaque(Extras.of(data.toByteArray())));
    }

    @Test
    void filesAreReadAndMapped(@TempDir Path folder) throws IOException {
        int elements = 1 << 19;
        ByteBuffer data = ByteBuffer.allocate(16 + 4 * elements).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < elements; i++) {
            data.putFloat(16 + 4 * i, i);
        }
        Path file = Files.write(folder.resolve("w.bin"), data.array());
        for (long length : List.of(0L, 300L, (long) elements)) {
            Tensor tensor =
                    new Tensor(
                            "t",
                            ElementType.FLOAT,
                            List.of(length),
                            new FileRegion(file, 16, 4 * length));
            float[] floats = Weights.floats(tensor);
            assertThat(floats).hasSize((int) length);
            for (int i = 0; i < length; i++) {
                assertThat(floats[i]).isEqualTo(i);
            }
            assertThat(Weights.bytes(tensor).isReadOnly()).isTrue();
        }
    }

    @Test
    void fileThatIsGoneOrShort(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("w.bin"), new byte[8]);
        Tensor tensor =
                new Tensor("t", ElementType.FLOAT, List.of(4L), new FileRegion(file, 0, 16));
        assertThatThrownBy(() -> Weights.bytes(tensor))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("weights file must stay as it is");
        Files.delete(file);
        assertThatThrownBy(() -> Weights.bytes(tensor)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void stringsHaveNoBytes() {
        Tensor strings =
                new Tensor(
                        "t", ElementType.STRING, List.of(0L), new TensorData.Opaque(Extras.NONE));
        assertThatThrownBy(() -> Weights.bytes(strings))
                .isInstanceOf(UnsupportedModelException.class);
    }
}
