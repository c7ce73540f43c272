package dev.vernier.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.statistics.NonFinite;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NonFiniteReportTest {

    @Test
    void ofManyTensorsTheFirstAreNamed() {
        Map<String, NonFinite> tensors = new TreeMap<>();
        for (int i = 0; i < 40; i++) {
            tensors.put("t%02d".formatted(i), new NonFinite(i, 1, 1, Optional.of("s" + i)));
        }

        assertThat(new NonFiniteReport(tensors).notes())
                .containsExactly(
                        "left out of 't00': 0 NaN, 2 infinite, for example in sample s0",
                        "left out of 't01': 1 NaN, 2 infinite, for example in sample s1",
                        "left out of 't02': 2 NaN, 2 infinite, for example in sample s2",
                        "left out of 37 more tensors as well; vernier inspect shows it of"
                                + " statistics");
    }

    @Test
    void allAreNamedWhereTheyAreFew() {
        NonFinite one = new NonFinite(1, 0, 0, Optional.of("s"));

        assertThat(new NonFiniteReport(Map.of("a", one, "b", one, "c", one)).notes()).hasSize(3);
    }
}
