package dev.vernier.prepare;

/** What a group of nodes computes together. */
public enum PatternKind {
    /** {@code (x - mean(x)) / sqrt(variance(x) + epsilon)}, scaled and shifted, over any axes. */
    LAYER_NORMALIZATION("layer normalization"),
    /** {@code x / sqrt(mean(x^2) + epsilon)}, scaled. */
    RMS_NORMALIZATION("RMS normalization"),
    /** {@code x / 2 (1 + erf(x / sqrt(2)))}, or its approximation by tanh or sigmoid. */
    GELU("GELU"),
    /** {@code x sigmoid(a x)}. */
    SILU("SiLU"),
    /** {@code x clip(x + 3, 0, 6) / 6}. */
    HARD_SWISH("HardSwish"),
    /** {@code softmax(scale Q K + mask) V}. */
    ATTENTION("softmax attention");

    private final String title;

    PatternKind(String title) {
        this.title = title;
    }

    /** How people call it. */
    public String title() {
        return title;
    }
}
