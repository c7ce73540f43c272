package dev.vernier.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MeasuredBlocksTest {

    private static final long SEED = 3;
    private static final long MOST = 100;

    @Test
    void everyValueIsInOneBlockInOrderAndBlocksAreBounded() {
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            Map<String, Long> sizes = new LinkedHashMap<>();
            for (int i = 0; i < random.nextInt(20); i++) {
                sizes.put("v" + i, (long) random.nextInt(150));
            }

            List<Set<String>> blocks = MeasuredBlocks.cut(sizes, MOST);

            assertThat(blocks.stream().flatMap(Set::stream).toList())
                    .as("seed=%d, sizes=%s", SEED, sizes)
                    .isEqualTo(List.copyOf(sizes.keySet()));
            assertThat(blocks)
                    .as("seed=%d, sizes=%s", SEED, sizes)
                    .allMatch(block -> block.size() == 1 || sum(block, sizes) <= MOST);
        }
    }

    private static long sum(Set<String> block, Map<String, Long> sizes) {
        return block.stream().mapToLong(sizes::get).sum();
    }
}
