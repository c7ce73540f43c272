package dev.vernier.numeric;

import dev.vernier.kernel.NibbleKernel;
import java.nio.ByteBuffer;

/** Codes of a code book. */
record CodeBookCodes(CodeBookQuantizer quantizer) implements StoredCodes {

    private static final int NIBBLE = 4;

    @Override
    public SliceLayout layout() {
        return quantizer.layout();
    }

    @Override
    public CodeFormat format() {
        return quantizer.book().bits() <= NIBBLE ? CodeFormat.NIBBLES : CodeFormat.BYTES;
    }

    @Override
    public void quantize(long position, float[] values, ByteBuffer target, int length) {
        checkPosition(position);
        byte[] codes = new byte[length];
        quantizer.quantize(position, values, 0, codes, 0, length);
        target.put(quantizer.pack(codes));
    }

    @Override
    public void dequantize(long position, ByteBuffer source, float[] values, int length) {
        checkPosition(position);
        byte[] codes = new byte[length];
        if (format() == CodeFormat.NIBBLES) {
            byte[] packed = new byte[NibbleKernel.packedLength(length)];
            source.get(packed);
            NibbleKernel.unpackUnsigned(packed, 0, codes, 0, length);
        } else {
            source.get(codes);
        }
        quantizer.dequantize(position, codes, 0, values, 0, length);
    }

    private void checkPosition(long position) {
        if (format() == CodeFormat.NIBBLES) {
            StoredCodes.checkEven(position);
        }
    }
}
