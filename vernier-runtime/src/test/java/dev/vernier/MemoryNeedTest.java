package dev.vernier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.improve.Effort;
import dev.vernier.model.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MemoryNeedTest {

    private static final Path DIGITS = Path.of("../samples/digits/digits.onnx");
    private static final long MB = 1 << 20;

    @Test
    void accuracyMethodsNeedMore() throws IOException {
        ModelFile digits = ModelFile.read(DIGITS);

        MemoryNeed fast = MemoryNeed.of(digits, Effort.FAST);
        MemoryNeed best = MemoryNeed.of(digits, Effort.BEST);

        assertThat(fast).isEqualTo(MemoryNeed.of(digits));
        assertThat(best.heap() - fast.heap()).isEqualTo(64 * MB + digits.fileSize());
        assertThat(best.outside() - fast.outside()).isEqualTo(64 * MB + digits.fileSize() * 3 / 2);
    }

    @Test
    void whatIsTooLittleIsToldWithWhatToDo() {
        MemoryNeed need = new MemoryNeed(100 * MB, 500 * MB);

        assertThat(need.shortage(99 * MB, OptionalLong.empty()))
                .contains(
                        "needs about 100 MB of heap, has 99 MB; give Java more, for example -Xmx200m");
        assertThat(need.shortage(100 * MB, OptionalLong.of(499 * MB)).orElseThrow())
                .startsWith("needs about 500 MB of memory besides the heap, the system has 499 MB");
        assertThat(need.shortage(100 * MB, OptionalLong.of(500 * MB))).isEmpty();
        assertThat(need.shortage(100 * MB, OptionalLong.empty())).isEmpty();
    }
}
