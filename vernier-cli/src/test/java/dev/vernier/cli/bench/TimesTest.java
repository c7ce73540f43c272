package dev.vernier.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimesTest {

    @Test
    void percentilesAreRunsThatWereMeasured() {
        Times times =
                new Times(List.of(5_000_000L, 1_000_000L, 3_000_000L, 2_000_000L, 4_000_000L));

        assertThat(times.runs()).isEqualTo(5);
        assertThat(times.percentileMillis(0.5)).isEqualTo(3);
        assertThat(times.percentileMillis(0.9)).isEqualTo(5);
        assertThat(times.percentileMillis(0.2)).isEqualTo(1);
        assertThat(times.percentileMillis(0.21)).isEqualTo(2);
        assertThat(times.percentileMillis(1)).isEqualTo(5);
    }

    @Test
    void throughputIsThatOfRunsOneAfterAnother() {
        assertThat(new Times(List.of(2_000_000L, 6_000_000L)).perSecond())
                .isCloseTo(250, within(1e-9));
    }

    @Test
    void noRunIsAnError() {
        assertThatThrownBy(() -> new Times(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("times must be at least one");
    }
}
