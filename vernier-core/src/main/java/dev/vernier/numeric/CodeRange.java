package dev.vernier.numeric;

/** Which codes of an integer type a linear grid uses. */
public enum CodeRange {
    /** All: [-128, 127] for int8, as ONNX's QuantizeLinear clamps. */
    FULL,
    /** All but the smallest, so that every code has its mirror: [-127, 127] for int8. */
    NARROW;

    int min(IntegerType type) {
        return this == NARROW ? type.narrowMin() : type.min();
    }
}
