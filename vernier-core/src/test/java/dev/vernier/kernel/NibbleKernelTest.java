package dev.vernier.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NibbleKernelTest {

    @Test
    void theFirstOfAPairIsInTheLowHalf() {
        byte[] packed = new byte[2];
        NibbleKernel.pack(new byte[] {1, -2, -8}, 0, packed, 0, 3);

        assertThat(packed).containsExactly(0xE1, 0x08);
    }

    @Test
    void unpackingRevertsPackingForEveryLength() {
        Random random = new Random(Samples.SEED);
        byte[] signed = new byte[Samples.LONGEST];
        byte[] unsigned = new byte[Samples.LONGEST];
        for (int i = 0; i < signed.length; i++) {
            unsigned[i] = (byte) random.nextInt(16);
            signed[i] = (byte) (unsigned[i] - 8);
        }
        for (int length = 0; length <= signed.length; length++) {
            assertThat(unpack(signed, length, true)).isEqualTo(guarded(signed, length));
            assertThat(unpack(unsigned, length, false)).isEqualTo(guarded(unsigned, length));
        }
    }

    private static byte[] guarded(byte[] codes, int length) {
        byte[] expected = Arrays.copyOf(codes, length + 1);
        expected[length] = 0x5A;
        return expected;
    }

    private static byte[] unpack(byte[] codes, int length, boolean sign) {
        int packedLength = NibbleKernel.packedLength(length);
        byte[] packed = new byte[packedLength + 2];
        Arrays.fill(packed, (byte) 0x5A);
        NibbleKernel.pack(codes, 0, packed, 1, length);
        assertThat(packed[0]).isEqualTo((byte) 0x5A);
        assertThat(packed[packedLength + 1]).isEqualTo((byte) 0x5A);

        byte[] back = new byte[length + 1];
        back[length] = 0x5A;
        if (sign) {
            NibbleKernel.unpackSigned(packed, 1, back, 0, length);
        } else {
            NibbleKernel.unpackUnsigned(packed, 1, back, 0, length);
        }
        return back;
    }
}
