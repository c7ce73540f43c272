package dev.vernier.target;

/** Where a runtime wants QuantizeLinear and DequantizeLinear. */
public enum PairPlacement {
    /**
     * On inputs and outputs of every operator with an integer kernel, so that each group of
     * DequantizeLinear, operator and QuantizeLinear becomes one: ONNX Runtime.
     */
    AROUND_KERNELS("around-kernels"),
    /**
     * On the inputs of products only; what stands behind them is fused in the runtime's own
     * precision: TensorRT.
     */
    ON_INPUTS("on-inputs");

    private final String id;

    PairPlacement(String id) {
        this.id = id;
    }

    /** As target files spell it. */
    public String id() {
        return id;
    }
}
