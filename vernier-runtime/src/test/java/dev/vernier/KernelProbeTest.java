package dev.vernier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.evaluate.KernelProbe;
import dev.vernier.target.Accumulation;
import dev.vernier.target.Targets;
import org.junit.jupiter.api.Test;

class KernelProbeTest {

    @Test
    void onnxRuntimeDoesWhatTheProcessorLetsExpect() {
        assertThat(KernelProbe.saturates())
                .isEqualTo(Targets.ONNXRUNTIME_CPU.accumulation() == Accumulation.SATURATING_PAIRS);
    }
}
