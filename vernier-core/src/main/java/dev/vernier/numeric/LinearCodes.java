package dev.vernier.numeric;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Codes of a linear grid.
 *
 * @param quantizer of a type that ONNX stores
 */
record LinearCodes(TensorQuantizer quantizer) implements StoredCodes {

    LinearCodes {
        CodeFormat.of(quantizer.type());
    }

    @Override
    public SliceLayout layout() {
        return quantizer.layout();
    }

    @Override
    public CodeFormat format() {
        return CodeFormat.of(quantizer.type());
    }

    @Override
    public void quantize(long position, float[] values, ByteBuffer target, int length) {
        if (format() == CodeFormat.SHORTS) {
            short[] codes = new short[length];
            quantizer.quantize(position, values, 0, codes, 0, length);
            target.slice().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().put(codes);
            target.position(target.position() + length * Short.BYTES);
            return;
        }
        checkPosition(position);
        byte[] codes = new byte[length];
        quantizer.quantize(position, values, 0, codes, 0, length);
        target.put(PackedCodes.pack(codes, quantizer.type()));
    }

    @Override
    public void dequantize(long position, ByteBuffer source, float[] values, int length) {
        if (format() == CodeFormat.SHORTS) {
            short[] codes = new short[length];
            source.slice().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(codes);
            source.position(source.position() + length * Short.BYTES);
            quantizer.dequantize(position, codes, 0, values, 0, length);
            return;
        }
        checkPosition(position);
        byte[] packed = new byte[(int) format().bytes(length)];
        source.get(packed);
        byte[] codes = PackedCodes.unpack(packed, length, quantizer.type());
        quantizer.dequantize(position, codes, 0, values, 0, length);
    }

    private void checkPosition(long position) {
        if (format() == CodeFormat.NIBBLES) {
            StoredCodes.checkEven(position);
        }
    }
}
