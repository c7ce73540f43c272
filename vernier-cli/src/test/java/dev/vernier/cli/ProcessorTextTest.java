package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.target.Processor;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProcessorTextTest {

    @Test
    void namesWhatMultipliesIntegers() {
        Set<String> flags = Set.of("fpu", "avx2", "avx512_vnni", "avx512bw");

        assertThat(ProcessorText.of(new Processor("Example CPU", "amd64", flags)))
                .isEqualTo("Example CPU (AVX2, AVX-512, AVX-512 VNNI)");
    }

    @Test
    void knowsArm() {
        Processor arm = new Processor("arm", "aarch64", Set.of("asimd", "asimddp", "i8mm"));

        assertThat(ProcessorText.features(arm))
                .containsExactly("dot product", "int8 matrix multiply");
    }

    @Test
    void nothingInterestingIsTheNameAlone() {
        assertThat(ProcessorText.of(new Processor("riscv64", "riscv64", Set.of())))
                .isEqualTo("riscv64");
    }
}
