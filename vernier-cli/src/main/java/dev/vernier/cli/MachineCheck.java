package dev.vernier.cli;

import dev.vernier.evaluate.KernelProbe;
import dev.vernier.model.Limit;
import dev.vernier.model.Reference;
import dev.vernier.runner.RunException;
import dev.vernier.target.Accumulation;
import dev.vernier.target.Processor;
import dev.vernier.target.Targets;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One thing that Vernier's work depends on.
 *
 * @param name what was looked at
 * @param state whether it will do
 * @param found what it is, and what to do where it will not do
 */
record MachineCheck(String name, State state, String found) {

    /** The newest Java that plain loops are made for. */
    private static final int FAST_JAVA = 22;

    enum State {
        GOOD,
        /** Works, but could be better. */
        NOTE,
        /** Needed, and does not work. */
        BAD
    }

    /** Looks at everything, in this order. */
    static List<MachineCheck> all() {
        return List.of(
                vernier(),
                processor(),
                kernels(),
                runtime(),
                reference(),
                java(),
                memory(),
                temporaryFolder(),
                limits());
    }

    private static MachineCheck vernier() {
        return new MachineCheck("vernier", State.GOOD, Versions.vernier());
    }

    private static MachineCheck processor() {
        return new MachineCheck(
                "processor",
                State.GOOD,
                "%s, %s, %s, default target %s"
                        .formatted(
                                ProcessorText.of(Processor.detect()),
                                System.getProperty("os.arch", "unknown"),
                                Figures.count(Runtime.getRuntime().availableProcessors(), "core"),
                                Targets.preset()));
    }

    /** Asks ONNX Runtime, and compares with what the processor lets expect. */
    private static MachineCheck kernels() {
        boolean saturates;
        try {
            saturates = KernelProbe.saturates();
        } catch (RunException | LinkageError failed) {
            return new MachineCheck(
                    "integer kernels", State.BAD, "do not run: " + failed.getMessage());
        }
        boolean expected = Targets.ONNXRUNTIME_CPU.accumulation() == Accumulation.SATURATING_PAIRS;
        if (saturates && !expected) {
            return new MachineCheck(
                    "integer kernels",
                    State.BAD,
                    "saturate at 16 bits although the processor has better; use --target"
                            + " portable-cpu");
        }
        return new MachineCheck(
                "integer kernels",
                State.GOOD,
                saturates
                        ? "saturate at 16 bits: weight scales follow equation (21)"
                        : "add products in 32 bits: exact");
    }

    private static MachineCheck runtime() {
        return new MachineCheck("ONNX Runtime", State.GOOD, Versions.runtime());
    }

    private static MachineCheck reference() {
        return Reference.isAvailable()
                ? new MachineCheck(
                        "ONNX reference library", State.GOOD, "opset " + Reference.NEWEST_OPSET)
                : new MachineCheck(
                        "ONNX reference library",
                        State.NOTE,
                        "not for this system: opsets cannot be raised, files are checked by our"
                                + " own validator and ONNX Runtime");
    }

    private static MachineCheck java() {
        int feature = Runtime.version().feature();
        String found =
                "%s (%s)"
                        .formatted(
                                System.getProperty("java.runtime.version"),
                                System.getProperty("java.home"));
        return feature >= FAST_JAVA
                ? new MachineCheck("Java", State.GOOD, found)
                : new MachineCheck(
                        "Java",
                        State.NOTE,
                        found + "; quantizing itself is about five times as fast on Java 25");
    }

    private static MachineCheck memory() {
        long heap = Runtime.getRuntime().maxMemory();
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        String machine =
                system instanceof com.sun.management.OperatingSystemMXBean known
                        ? ", machine or container "
                                + Figures.bytes(known.getTotalMemorySize())
                                + ", free "
                                + Figures.bytes(known.getFreeMemorySize())
                        : "";
        return new MachineCheck("memory", State.GOOD, "heap " + Figures.bytes(heap) + machine);
    }

    private static MachineCheck limits() {
        String all =
                Arrays.stream(Limit.values())
                        .map(limit -> limit.label() + "=" + limit.value())
                        .collect(Collectors.joining(" "));
        return new MachineCheck("limits", State.GOOD, all + " (--limit)");
    }

    private static MachineCheck temporaryFolder() {
        Path folder = Path.of(System.getProperty("java.io.tmpdir", ""));
        try {
            Path probe = Files.createTempFile(folder, "vernier", ".probe");
            Files.delete(probe);
            return new MachineCheck(
                    "temporary folder",
                    State.GOOD,
                    "%s, %s free"
                            .formatted(
                                    folder,
                                    Figures.bytes(Files.getFileStore(folder).getUsableSpace())));
        } catch (IOException | SecurityException refused) {
            return new MachineCheck(
                    "temporary folder",
                    State.BAD,
                    "%s cannot be written (%s); set VERNIER_JAVA_OPTS=-Djava.io.tmpdir=FOLDER"
                            .formatted(folder, refused));
        }
    }
}
