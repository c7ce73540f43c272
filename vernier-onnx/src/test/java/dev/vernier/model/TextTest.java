package dev.vernier.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TextTest {

    @Test
    void everyByteStringComesBackAndHasATextOfItsOwn() {
        long seed = 7;
        Random random = new Random(seed);
        byte[] common = {'a', (byte) 0xC3, (byte) 0xA9, (byte) 0xED, (byte) 0xB2, (byte) 0x80, -1};
        Set<ByteString> all = new HashSet<>();
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(9)];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] =
                        random.nextBoolean()
                                ? common[random.nextInt(common.length)]
                                : (byte) random.nextInt(256);
            }
            ByteString original = ByteString.copyFrom(bytes);
            String text = Text.of(original);
            assertThat(Text.bytes(text)).as("seed %d, case %d", seed, i).isEqualTo(original);
            all.add(original);
            texts.add(text);
        }
        assertThat(texts).hasSameSizeAs(all);
    }

    @Test
    void utf8IsItself() {
        assertThat(Text.of(ByteString.copyFromUtf8("é\uD83D\uDE00"))).isEqualTo("é\uD83D\uDE00");
    }
}
