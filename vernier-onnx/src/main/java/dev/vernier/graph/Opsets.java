package dev.vernier.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The version of each operator set that a model uses, by domain, in the order of the file.
 *
 * <p>The default domain counts as one under both its spellings, {@code ""} and {@code ai.onnx}.
 */
public record Opsets(Map<String, Long> versions) {

    public Opsets {
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    }

    /** The default domain at this version, nothing else. */
    public static Opsets of(long onnxVersion) {
        return new Opsets(Map.of(OpType.ONNX_DOMAIN, onnxVersion));
    }

    /** The version of the default domain; 1 if the file names none (ONNX IR specification). */
    public long onnx() {
        Long version = versions.get(OpType.ONNX_DOMAIN);
        return version != null ? version : versions.getOrDefault("ai.onnx", 1L);
    }

    /** The same with a version of another domain. */
    public Opsets with(String domain, long version) {
        Map<String, Long> changed = new LinkedHashMap<>(versions);
        changed.put(domain, version);
        return new Opsets(changed);
    }

    /** The same with another version of the default domain. */
    public Opsets withOnnx(long version) {
        Map<String, Long> changed = new LinkedHashMap<>(versions);
        changed.remove("ai.onnx");
        changed.put(OpType.ONNX_DOMAIN, version);
        return new Opsets(changed);
    }
}
