package dev.vernier.graph;

/**
 * What a node computes: an operator or local function, by domain and name. Operators are open; a
 * new opset adds names.
 *
 * @param domain empty for the default domain, which files also write as {@code ai.onnx}
 * @param name the operator's name
 */
public record OpType(String domain, String name) {

    /** The default operator set. */
    public static final String ONNX_DOMAIN = "";

    public OpType {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("operator name must not be empty; domain=" + domain);
        }
    }

    /** An operator of the default domain. */
    public static OpType onnx(String name) {
        return new OpType(ONNX_DOMAIN, name);
    }

    /** Whether the operator is in the default domain, under either spelling. */
    public boolean isOnnx() {
        return domain.isEmpty() || domain.equals("ai.onnx");
    }

    @Override
    public String toString() {
        return domain.isEmpty() ? name : domain + "." + name;
    }
}
