package dev.vernier.target;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The instructions that ONNX Runtime's integer kernels are chosen by, from the most to the least.
 *
 * <p>A preset of the target {@code onnxruntime-cpu} each. Source: the dispatch of ONNX Runtime
 * 1.29's MLAS library.
 */
public enum InstructionSet {
    /** Products of bytes are added in 32 bits. Also processors with AVX-VNNI or AMX. */
    AVX512_VNNI("avx512_vnni", Accumulation.EXACT, "avx512_vnni avx_vnni"),
    /** As wide, but pairs of products saturate at 16 bits. */
    AVX512("avx512", Accumulation.SATURATING_PAIRS, "avx512bw"),
    /** 32 bytes at once; pairs of products saturate at 16 bits, as with SSE4.1. */
    AVX2("avx2", Accumulation.SATURATING_PAIRS, "avx2"),
    /** Widening multiplications or dot products, none of which saturates. */
    ARM64("arm64", Accumulation.EXACT, "asimd");

    private final String preset;
    private final Accumulation accumulation;
    private final String flags;

    InstructionSet(String preset, Accumulation accumulation, String flags) {
        this.preset = preset;
        this.accumulation = accumulation;
        this.flags = flags;
    }

    /** The target's name on the command line. */
    public String preset() {
        return preset;
    }

    public Accumulation accumulation() {
        return accumulation;
    }

    /** The most that a processor has; empty if it says nothing. */
    static Optional<InstructionSet> of(Processor processor) {
        return Arrays.stream(values())
                .filter(
                        set ->
                                Stream.of(set.flags.split(" "))
                                        .anyMatch(processor.flags()::contains))
                .findFirst()
                .or(
                        () ->
                                processor.architecture().equals("aarch64")
                                        ? Optional.of(ARM64)
                                        : Optional.empty());
    }
}
