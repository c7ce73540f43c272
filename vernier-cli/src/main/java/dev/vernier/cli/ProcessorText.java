package dev.vernier.cli;

import dev.vernier.target.Processor;
import java.util.List;
import java.util.Map;

/** A processor by its name and the instruction sets that decide how integers are multiplied. */
final class ProcessorText {

    /** Names of the kernel -> names people use, by what they are worth. */
    private static final List<Map.Entry<String, String>> INTERESTING =
            List.of(
                    Map.entry("avx2", "AVX2"),
                    Map.entry("avx512bw", "AVX-512"),
                    Map.entry("avx_vnni", "AVX-VNNI"),
                    Map.entry("avx512_vnni", "AVX-512 VNNI"),
                    Map.entry("amx_int8", "AMX INT8"),
                    Map.entry("asimddp", "dot product"),
                    Map.entry("i8mm", "int8 matrix multiply"),
                    Map.entry("sve", "SVE"));

    private ProcessorText() {}

    static List<String> features(Processor processor) {
        return INTERESTING.stream()
                .filter(feature -> processor.flags().contains(feature.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    static String of(Processor processor) {
        List<String> features = features(processor);
        return features.isEmpty()
                ? processor.name()
                : processor.name() + " (" + String.join(", ", features) + ")";
    }
}
