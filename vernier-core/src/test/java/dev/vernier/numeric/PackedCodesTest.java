package dev.vernier.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PackedCodesTest {

    @Test
    void fourBitsAreTwoAByteTheFirstBelow() {
        assertThat(PackedCodes.pack(new byte[] {-8, 7, -1}, IntegerType.INT4))
                .containsExactly(0x78, 0x0F);
        assertThat(PackedCodes.unpack(new byte[] {0x78, 0x0F}, 3, IntegerType.INT4))
                .containsExactly(-8, 7, -1);
        assertThat(PackedCodes.unpack(new byte[] {0x78, 0x0F}, 3, IntegerType.UINT4))
                .containsExactly(8, 7, 15);
    }

    @Test
    void eightBitsStayAsTheyAre() {
        byte[] codes = {-128, 0, 127};

        assertThat(PackedCodes.pack(codes, IntegerType.INT8)).isEqualTo(codes);
        assertThat(PackedCodes.unpack(codes, 3, IntegerType.UINT8)).isEqualTo(codes);
    }

    @Test
    void refusesOtherSizes() {
        assertThatThrownBy(() -> PackedCodes.unpack(new byte[2], 5, IntegerType.INT4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bytes=2, codes=5, type=int4");
        assertThatThrownBy(() -> PackedCodes.pack(new byte[2], IntegerType.INT16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("type must have 4 or 8 bits; type=int16");
    }
}
