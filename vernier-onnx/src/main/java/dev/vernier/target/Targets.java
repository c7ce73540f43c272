package dev.vernier.target;

import dev.vernier.graph.ModelFormatException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The targets that come with the product, by the names that the command line takes. */
public final class Targets {

    /**
     * ONNX Runtime's CPU execution provider, on the processor that Vernier runs on; one that it
     * does not know is taken for one whose products saturate.
     */
    public static final Target ONNXRUNTIME_CPU =
            OnnxRuntimeCpu.target(
                    "onnxruntime-cpu",
                    InstructionSet.of(Processor.detect())
                            .map(InstructionSet::accumulation)
                            .orElse(Accumulation.SATURATING_PAIRS));

    /** ONNX Runtime's CPU execution provider, on any processor. */
    public static final Target PORTABLE_CPU =
            OnnxRuntimeCpu.target("portable-cpu", Accumulation.SATURATING_PAIRS);

    /** TensorRT 10 and 11. */
    public static final Target TENSORRT = TensorRt.target();

    /** Plain symmetric int8 that every reader of ONNX accepts. */
    public static final Target PORTABLE = TensorRt.portable();

    private static final Map<String, Target> BY_NAME = new LinkedHashMap<>();

    static {
        add(ONNXRUNTIME_CPU);
        add(PORTABLE_CPU);
        for (InstructionSet set : InstructionSet.values()) {
            add(OnnxRuntimeCpu.target(set.preset(), set.accumulation()));
        }
        add(TENSORRT);
        add(PORTABLE);
    }

    private static void add(Target target) {
        BY_NAME.put(target.name(), target);
    }

    private Targets() {}

    /** The preset that the default target is like on this processor. */
    public static String preset() {
        return InstructionSet.of(Processor.detect())
                .map(InstructionSet::preset)
                .orElse(PORTABLE_CPU.name());
    }

    /** All of them, the default first. */
    public static List<Target> all() {
        return List.copyOf(BY_NAME.values());
    }

    /**
     * The target of this name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static Target named(String name) {
        return Optional.ofNullable(BY_NAME.get(name)).orElseThrow(() -> unknown(name));
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException(
                "target must be one of "
                        + String.join(", ", BY_NAME.keySet())
                        + ", or a file that describes one; target="
                        + name);
    }

    /**
     * The target that a file describes, in the form of {@link TargetJson}.
     *
     * @throws ModelFormatException if it describes none, or one by the name of a target of the
     *     product that differs from it; the message has the file and the place in it
     * @throws IOException if the file cannot be read
     */
    public static Target read(Path file) throws IOException {
        try {
            Target target = TargetJson.read(Files.readString(file));
            Target known = BY_NAME.getOrDefault(target.name(), target);
            if (!known.equals(target)) {
                throw new ModelFormatException(
                        "target.name must be another, as this one comes with the product and"
                                + " differs; found="
                                + target.name());
            }
            return target;
        } catch (ModelFormatException refused) {
            throw new ModelFormatException(file + ": " + refused.getMessage(), refused);
        } catch (MalformedInputException e) {
            throw new ModelFormatException(file + ": target must be UTF-8 text", e);
        }
    }

    /**
     * The target that a word on a command line means: a name, or else a file.
     *
     * @throws IllegalArgumentException if it is neither
     * @throws ModelFormatException as {@link #read} does
     * @throws IOException if the file cannot be read
     */
    public static Target of(String nameOrFile) throws IOException {
        Optional<Target> known = Optional.ofNullable(BY_NAME.get(nameOrFile));
        if (known.isPresent()) {
            return known.get();
        }
        boolean isFile = nameOrFile.endsWith(".json") || nameOrFile.contains("/");
        if (!isFile && !Files.isRegularFile(Path.of(nameOrFile))) {
            throw unknown(nameOrFile);
        }
        return read(Path.of(nameOrFile));
    }
}
