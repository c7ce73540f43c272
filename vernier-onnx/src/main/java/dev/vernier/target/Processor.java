package dev.vernier.target;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The processor that Vernier runs on.
 *
 * <p>From {@code /proc/cpuinfo} on Linux and {@code sysctl} on macOS; elsewhere only the
 * architecture is known, and nobody may conclude more from it.
 *
 * @param name as the processor calls itself, or the architecture
 * @param architecture as Java calls it: amd64, aarch64
 * @param flags instruction sets as Linux spells them; sorted
 */
public record Processor(String name, String architecture, Set<String> flags) {

    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    /** Names of macOS -> names of Linux, where they differ. */
    private static final List<List<String>> MACOS_NAMES =
            List.of(
                    List.of("avx512vnni", "avx512_vnni"),
                    List.of("advsimd", "asimd"),
                    List.of("feat_dotprod", "asimddp"),
                    List.of("feat_i8mm", "i8mm"));

    public Processor {
        flags = java.util.Collections.unmodifiableSet(new TreeSet<>(flags));
    }

    /** Looks at the machine. */
    public static Processor detect() {
        String architecture = System.getProperty("os.arch", "unknown");
        if (Files.isReadable(CPUINFO)) {
            return ofCpuinfo(firstProcessor(), architecture);
        }
        return System.getProperty("os.name", "").startsWith("Mac")
                ? ofSysctl(sysctl(), architecture)
                : new Processor(architecture, architecture, Set.of());
    }

    /** From the lines that Linux has for a processor. */
    public static Processor ofCpuinfo(List<String> lines, String architecture) {
        String flags = value(lines, "flags").or(() -> value(lines, "Features")).orElse("");
        return new Processor(
                value(lines, "model name").orElse(architecture), architecture, words(flags));
    }

    /** From the lines that {@code sysctl machdep.cpu hw.optional} prints. */
    public static Processor ofSysctl(List<String> lines, String architecture) {
        Set<String> flags = new TreeSet<>();
        value(lines, "machdep.cpu.features").ifPresent(found -> flags.addAll(words(found)));
        value(lines, "machdep.cpu.leaf7_features").ifPresent(found -> flags.addAll(words(found)));
        for (String line : lines) {
            if (line.startsWith("hw.optional.") && line.endsWith(" 1")) {
                String name = line.substring(0, line.indexOf(':'));
                flags.addAll(words(name.substring(name.lastIndexOf('.') + 1)));
            }
        }
        for (List<String> names : MACOS_NAMES) {
            if (flags.contains(names.get(0))) {
                flags.add(names.get(1));
            }
        }
        return new Processor(
                value(lines, "machdep.cpu.brand_string").orElse(architecture), architecture, flags);
    }

    private static Optional<String> value(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }

    private static Set<String> words(String line) {
        return Arrays.stream(line.toLowerCase(Locale.ROOT).split(" "))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The first paragraph: on a large machine all of them are megabytes. */
    private static List<String> firstProcessor() {
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(CPUINFO)) {
            for (String line = reader.readLine();
                    line != null && !line.isBlank();
                    line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException unreadable) {
            return List.of();
        }
        return lines;
    }

    private static List<String> sysctl() {
        try {
            Process process =
                    new ProcessBuilder("sysctl", "machdep.cpu", "hw.optional")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException absent) {
            return List.of();
        }
    }
}
