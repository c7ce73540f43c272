package dev.vernier.numeric;

import dev.vernier.kernel.NibbleKernel;

/**
 * Codes of 4 and 8 bits as ONNX stores them: 8 bits one a byte, 4 bits two a byte, the first of a
 * pair in the low half, an odd one out with a high half of 0.
 */
public final class PackedCodes {

    private static final int NIBBLE = 4;
    private static final int BYTE = 8;

    private PackedCodes() {}

    /**
     * The stored form of codes that are one a byte.
     *
     * @return for 8 bits the codes themselves
     * @throws IllegalArgumentException if the type has neither 4 nor 8 bits
     */
    public static byte[] pack(byte[] codes, IntegerType type) {
        if (isWhole(type)) {
            return codes;
        }
        byte[] packed = new byte[NibbleKernel.packedLength(codes.length)];
        NibbleKernel.pack(codes, 0, packed, 0, codes.length);
        return packed;
    }

    /**
     * The codes of a stored form, one a byte.
     *
     * @param length the number of codes
     * @return for 8 bits the stored form itself
     * @throws IllegalArgumentException if the type has neither 4 nor 8 bits, or the stored form
     *     does not hold as many codes
     */
    public static byte[] unpack(byte[] packed, int length, IntegerType type) {
        boolean isWhole = isWhole(type);
        int needed = isWhole ? length : NibbleKernel.packedLength(length);
        if (packed.length != needed) {
            throw new IllegalArgumentException(
                    "stored codes must have the size of their number; bytes=%d, codes=%d, type=%s"
                            .formatted(packed.length, length, type));
        }
        if (isWhole) {
            return packed;
        }
        byte[] codes = new byte[length];
        if (type.signed()) {
            NibbleKernel.unpackSigned(packed, 0, codes, 0, length);
        } else {
            NibbleKernel.unpackUnsigned(packed, 0, codes, 0, length);
        }
        return codes;
    }

    private static boolean isWhole(IntegerType type) {
        if (type.bits() != NIBBLE && type.bits() != BYTE) {
            throw new IllegalArgumentException("type must have 4 or 8 bits; type=" + type);
        }
        return type.bits() == BYTE;
    }
}
