package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorTest {

    @Test
    void namesWhatMultipliesIntegers() {
        Processor processor =
                Processor.parse(
                        List.of(
                                "processor\t: 0",
                                "model name\t: Example CPU",
                                "flags\t\t: fpu avx avx2 avx512_vnni avx512bw",
                                "model name\t: another"));
        assertThat(processor).hasToString("Example CPU (AVX2, AVX-512, AVX-512 VNNI)");
    }

    @Test
    void knowsArm() {
        Processor processor = Processor.parse(List.of("Features\t: fp asimd asimddp i8mm"));
        assertThat(processor.features()).containsExactly("dot product", "int8 matrix multiply");
    }

    @Test
    void fallsBackToTheArchitecture() {
        assertThat(Processor.parse(List.of()))
                .hasToString(System.getProperty("os.arch", "unknown"));
    }
}
