package dev.vernier.target;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

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

    /**
     * The target of this name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static Target named(String name) {
        Target target = BY_NAME.get(name);
        if (target == null) {
            throw new IllegalArgumentException(
                    "target must be one of "
                            + BY_NAME.keySet().stream().collect(Collectors.joining(", "))
                            + "; target="
                            + name);
        }
        return target;
    }
}
