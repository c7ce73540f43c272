package dev.vernier.numeric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The node tests of the ONNX project whose codes are small floats, bit for bit. */
class OnnxFloatVectorsTest {

    static Stream<OnnxNodeCase> quantize() {
        return cases("QuantizeLinear", "y");
    }

    static Stream<OnnxNodeCase> dequantize() {
        return cases("DequantizeLinear", "x");
    }

    private static Stream<OnnxNodeCase> cases(String operator, String codes) {
        return OnnxNodeCase.all().stream()
                .filter(node -> node.operator().equals(operator))
                .filter(node -> node.type(codes).startsWith("FLOAT"));
    }

    @Test
    void allAreRead() {
        assertThat(quantize()).hasSize(3);
        assertThat(dequantize()).hasSize(4);
    }

    @ParameterizedTest
    @MethodSource("quantize")
    void quantizes(OnnxNodeCase node) {
        CodeBookQuantizer quantizer = quantizer(node, "y");
        byte[] codes = quantizer.quantize(node.floats("x"));

        assertThat(codes).isEqualTo(bytes(node.codes("y")));
        if (node.has("raw y")) {
            assertThat(quantizer.pack(codes)).isEqualTo(node.raw("y"));
        }
    }

    @ParameterizedTest
    @MethodSource("dequantize")
    void dequantizes(OnnxNodeCase node) {
        byte[] codes = bytes(node.codes("x"));
        assertThat(quantizer(node, "x").dequantize(codes)).isEqualTo(node.floats("y"));
    }

    private static CodeBookQuantizer quantizer(OnnxNodeCase node, String codes) {
        CodeBook book =
                switch (node.type(codes)) {
                    case "FLOAT8E4M3FN" -> CodeBook.FLOAT8_E4M3FN;
                    case "FLOAT8E5M2" -> CodeBook.FLOAT8_E5M2;
                    case "FLOAT4E2M1" -> CodeBook.FLOAT4_E2M1;
                    default -> throw new IllegalArgumentException(node.type(codes));
                };
        return CodeBookQuantizer.of(node.layout(codes), book, node.floats("scale"));
    }

    private static byte[] bytes(int... codes) {
        byte[] bytes = new byte[codes.length];
        for (int i = 0; i < codes.length; i++) {
            bytes[i] = (byte) codes[i];
        }
        return bytes;
    }
}
