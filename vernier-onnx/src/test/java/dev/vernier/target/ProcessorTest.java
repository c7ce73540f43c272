package dev.vernier.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProcessorTest {

    @Test
    void readsLinux() {
        Processor processor =
                Processor.ofCpuinfo(
                        List.of(
                                "processor\t: 0",
                                "model name\t: Example CPU",
                                "flags\t\t: fpu avx avx2 avx512_vnni avx512bw"),
                        "amd64");

        assertThat(processor.name()).isEqualTo("Example CPU");
        assertThat(InstructionSet.of(processor)).contains(InstructionSet.AVX512_VNNI);
    }

    @Test
    void readsMacos() {
        Processor intel =
                Processor.ofSysctl(
                        List.of(
                                "machdep.cpu.brand_string: Example Core",
                                "machdep.cpu.features: FPU SSE4.1 AVX1.0",
                                "machdep.cpu.leaf7_features: AVX2 BMI1",
                                "hw.optional.avx512bw: 0"),
                        "x86_64");
        Processor apple =
                Processor.ofSysctl(
                        List.of(
                                "machdep.cpu.brand_string: Example M",
                                "hw.optional.arm.FEAT_DotProd: 1"),
                        "aarch64");

        assertThat(intel.name()).isEqualTo("Example Core");
        assertThat(InstructionSet.of(intel)).contains(InstructionSet.AVX2);
        assertThat(apple.flags()).contains("asimddp");
        assertThat(InstructionSet.of(apple)).contains(InstructionSet.ARM64);
    }

    @Test
    void theMostCounts() {
        assertThat(preset("avx2")).isEqualTo("avx2");
        assertThat(preset("avx2", "avx_vnni")).isEqualTo("avx512_vnni");
        assertThat(preset("avx2", "avx512f", "avx512bw")).isEqualTo("avx512");
        assertThat(preset("avx2", "avx512bw", "avx512_vnni", "amx_int8")).isEqualTo("avx512_vnni");
        assertThat(preset("fp", "asimd", "asimddp")).isEqualTo("arm64");
    }

    @Test
    void unknownProcessorHasNone() {
        assertThat(InstructionSet.of(new Processor("p", "amd64", Set.of("sse2")))).isEmpty();
        assertThat(InstructionSet.of(new Processor("p", "aarch64", Set.of())))
                .contains(InstructionSet.ARM64);
        assertThat(Processor.ofCpuinfo(List.of(), "riscv64").name()).isEqualTo("riscv64");
    }

    private static String preset(String... flags) {
        Processor processor = new Processor("p", "unknown", Set.of(flags));
        return InstructionSet.of(processor).orElseThrow().preset();
    }
}
