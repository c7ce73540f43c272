package dev.vernier.target;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The targets that come with the product, by the names that the command line takes. */
public final class Targets {

    /** ONNX Runtime's CPU execution provider, on the processor that Vernier runs on. */
    public static final Target ONNXRUNTIME_CPU = OnnxRuntimeCpu.target();

    private static final Map<String, Target> BY_NAME = new LinkedHashMap<>();

    static {
        BY_NAME.put(ONNXRUNTIME_CPU.name(), ONNXRUNTIME_CPU);
    }

    private Targets() {}

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
