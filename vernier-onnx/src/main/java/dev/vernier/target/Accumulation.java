package dev.vernier.target;

/** How an integer kernel adds up the products of activations and weights. */
public enum Accumulation {
    /** In 32 bits from the first product on: VNNI, ARM, GPUs. */
    EXACT("exact"),
    /**
     * Two neighbouring products in 16 bits, which saturate, then in 32: weight scales must follow
     * equation (21).
     */
    SATURATING_PAIRS("saturating-pairs");

    private final String id;

    Accumulation(String id) {
        this.id = id;
    }

    /** As target files spell it. */
    public String id() {
        return id;
    }
}
