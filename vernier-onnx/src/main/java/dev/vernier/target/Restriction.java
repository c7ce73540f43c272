package dev.vernier.target;

/** A product that a runtime could compute in integers, and better does not. */
public enum Restriction {
    /**
     * Convolutions with too few channels for the integer units: fewer than 16 channels, in a group
     * or out, but for some forms that have kernels of their own.
     */
    NARROW_CONVOLUTION("narrow-convolution"),
    /** Products of which one side is a single row or column: memory decides their time. */
    VECTOR_PRODUCT("vector-product");

    private final String id;

    Restriction(String id) {
        this.id = id;
    }

    /** As target files spell it. */
    public String id() {
        return id;
    }
}
