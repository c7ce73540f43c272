package dev.vernier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LimitTest {

    @ParameterizedTest
    @EnumSource
    void isFoundByItsName(Limit limit) {
        assertThat(Limit.named(limit.label())).contains(limit);
        assertThat(Limit.names()).contains(limit.label());
        assertThat(Limit.named(limit.label() + "x")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void canBeSetFromOneToItsMost(Limit limit) {
        long before = limit.value();
        try {
            limit.set(1);
            assertThat(limit.isExceededBy(1)).isFalse();
            assertThat(limit.isExceededBy(2)).isTrue();
            assertThat(limit.remedy()).startsWith("--limit " + limit.label() + "=N");

            limit.set(limit.most());
            assertThat(limit.value()).isEqualTo(limit.most());
            assertThat(limit.remedy()).isEqualTo("more cannot be handled");
        } finally {
            limit.set(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatIsBeyond(Limit limit) {
        for (long wrong : new long[] {0, limit.most() + 1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> limit.set(wrong))
                    .withMessage(
                            "%s must be from 1 to %d; %s=%d",
                            limit.label(), limit.most(), limit.label(), wrong);
        }
    }
}
