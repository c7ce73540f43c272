package dev.vernier.kernel;

/**
 * Packs 4-bit codes two to a byte as ONNX stores them: the first of a pair in the low half.
 *
 * <p>With an odd length the high half of the last byte is 0.
 */
public final class NibbleKernel {

    private NibbleKernel() {}

    /** Bytes that hold {@code length} codes. */
    public static int packedLength(int length) {
        return length / 2 + length % 2;
    }

    /** Packs the low halves of {@code codes[from..from + length)}. */
    public static void pack(byte[] codes, int from, byte[] packed, int to, int length) {
        int pairs = length / 2;
        for (int i = 0; i < pairs; i++) {
            int low = codes[from + 2 * i] & 0xF;
            packed[to + i] = (byte) (low | codes[from + 2 * i + 1] << 4);
        }
        if (length % 2 != 0) {
            packed[to + pairs] = (byte) (codes[from + length - 1] & 0xF);
        }
    }

    /** Unpacks {@code length} codes in two's complement. */
    public static void unpackSigned(byte[] packed, int from, byte[] codes, int to, int length) {
        int pairs = length / 2;
        for (int i = 0; i < pairs; i++) {
            int pair = packed[from + i];
            codes[to + 2 * i] = (byte) (pair << 28 >> 28);
            codes[to + 2 * i + 1] = (byte) (pair >> 4);
        }
        if (length % 2 != 0) {
            codes[to + length - 1] = (byte) (packed[from + pairs] << 28 >> 28);
        }
    }

    /** Unpacks {@code length} codes without sign. */
    public static void unpackUnsigned(byte[] packed, int from, byte[] codes, int to, int length) {
        int pairs = length / 2;
        for (int i = 0; i < pairs; i++) {
            int pair = packed[from + i];
            codes[to + 2 * i] = (byte) (pair & 0xF);
            codes[to + 2 * i + 1] = (byte) (pair >>> 4 & 0xF);
        }
        if (length % 2 != 0) {
            codes[to + length - 1] = (byte) (packed[from + pairs] & 0xF);
        }
    }
}
