package dev.vernier.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The processor's name and those of its instruction sets that decide how integers are multiplied.
 *
 * <p>Read from Linux's {@code /proc/cpuinfo}; elsewhere only the architecture is known.
 *
 * @param name as the processor calls itself, or the architecture
 * @param features sorted by what they are worth
 */
record Processor(String name, List<String> features) {

    /** Names of the kernel -> names people use. */
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

    static Processor detect() {
        try {
            return parse(Files.readAllLines(Path.of("/proc/cpuinfo")));
        } catch (IOException notLinux) {
            return parse(List.of());
        }
    }

    static Processor parse(List<String> cpuinfo) {
        Set<String> flags =
                new HashSet<>(
                        Arrays.asList(
                                value(cpuinfo, "flags")
                                        .or(() -> value(cpuinfo, "Features"))
                                        .orElse("")
                                        .split(" ")));
        List<String> features = new ArrayList<>();
        for (Map.Entry<String, String> feature : INTERESTING) {
            if (flags.contains(feature.getKey())) {
                features.add(feature.getValue());
            }
        }
        return new Processor(
                value(cpuinfo, "model name").orElse(System.getProperty("os.arch", "unknown")),
                List.copyOf(features));
    }

    private static Optional<String> value(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }

    @Override
    public String toString() {
        return features.isEmpty() ? name : name + " (" + String.join(", ", features) + ")";
    }
}
