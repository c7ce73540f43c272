package dev.vernier.numeric;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The node tests of the ONNX project whose codes are integers, bit for bit. */
class OnnxNodeVectorsTest {

    private static final Pattern INTEGER = Pattern.compile("(u?)int(\\d+)");

    static Stream<OnnxNodeCase> quantize() {
        return linear("QuantizeLinear", "y");
    }

    static Stream<OnnxNodeCase> dequantize() {
        return linear("DequantizeLinear", "x");
    }

    static Stream<OnnxNodeCase> dynamicQuantize() {
        return linear("DynamicQuantizeLinear", "y");
    }

    private static Stream<OnnxNodeCase> linear(String operator, String codes) {
        return OnnxNodeCase.all().stream()
                .filter(node -> node.operator().equals(operator))
                .filter(node -> node.type(codes).contains("INT"));
    }

    @Test
    void allAreRead() {
        assertThat(quantize()).hasSize(8);
        assertThat(dequantize()).hasSize(7);
        assertThat(dynamicQuantize()).hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("quantize")
    void quantizes(OnnxNodeCase node) {
        TensorQuantizer quantizer = quantizer(node, "y");
        byte[] stored = TensorStream.quantize(quantizer, node.floats("x"));

        assertThat(stored).isEqualTo(stored(node.codes("y"), quantizer.type()));
        if (node.has("raw y")) {
            assertThat(stored).isEqualTo(node.raw("y"));
        }
    }

    @ParameterizedTest
    @MethodSource("dequantize")
    void dequantizes(OnnxNodeCase node) {
        TensorQuantizer quantizer = quantizer(node, "x");
        int[] codes = node.codes("x");
        float[] values;
        if (quantizer.type().bits() <= 8) {
            byte[] bytes = new byte[codes.length];
            for (int i = 0; i < codes.length; i++) {
                bytes[i] = (byte) codes[i];
            }
            values = quantizer.dequantize(bytes);
        } else {
            short[] shorts = new short[codes.length];
            for (int i = 0; i < codes.length; i++) {
                shorts[i] = (short) codes[i];
            }
            values = quantizer.dequantize(shorts);
        }
        assertThat(values).isEqualTo(node.floats("y"));
    }

    @ParameterizedTest
    @MethodSource("dynamicQuantize")
    void quantizesDynamically(OnnxNodeCase node) {
        float[] values = node.floats("x");
        Range range = Range.ZERO;
        for (float value : values) {
            range = range.union(Range.of(value, value));
        }
        QuantizationParameters grid = DynamicQuantization.parametersFor(range);

        assertThat(grid.scale()).isEqualTo(node.floats("scale")[0]);
        assertThat(grid.zeroPoint()).isEqualTo(node.codes("zero")[0]);
        TensorQuantizer quantizer = TensorQuantizer.perTensor(grid, node.shape("x"));
        assertThat(TensorStream.quantize(quantizer, values)).isEqualTo(node.raw("y"));
    }

    private static TensorQuantizer quantizer(OnnxNodeCase node, String codes) {
        IntegerType type = type(node.type(codes));
        float[] scales = node.floats("scale");
        int[] zeroPoints = node.has("zero") ? node.codes("zero") : new int[scales.length];
        List<QuantizationParameters> parameters = new ArrayList<>();
        for (int i = 0; i < scales.length; i++) {
            parameters.add(new QuantizationParameters(scales[i], zeroPoints[i], type));
        }
        return TensorQuantizer.of(node.layout(codes), parameters);
    }

    private static IntegerType type(String name) {
        Matcher matcher = INTEGER.matcher(name.toLowerCase(Locale.ROOT));
        assertThat(matcher.matches()).isTrue();
        return new IntegerType(Integer.parseInt(matcher.group(2)), matcher.group(1).isEmpty());
    }

    /** Codes as ONNX stores them, in plain slow Java. */
    private static byte[] stored(int[] codes, IntegerType type) {
        ByteBuffer bytes =
                ByteBuffer.allocate((codes.length * type.bits() + 7) / 8)
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < codes.length; i++) {
            switch (type.bits()) {
                case 4 -> {
                    int byteIndex = i / 2;
                    int half = (codes[i] & 0xF) << (4 * (i % 2));
                    bytes.put(byteIndex, (byte) (bytes.get(byteIndex) | half));
                }
                case 8 -> bytes.put(i, (byte) codes[i]);
                default -> bytes.putShort(2 * i, (short) codes[i]);
            }
        }
        return bytes.array();
    }
}
