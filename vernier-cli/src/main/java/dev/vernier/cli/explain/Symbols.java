package dev.vernier.cli.explain;

/**
 * The characters that text is made of: all of them, or those that every terminal has.
 *
 * <p>Lines and marks are one character each in both, so that a drawing keeps its shape.
 */
record Symbols(
        String beta,
        String alpha,
        String hat,
        String times,
        String atMost,
        String dash,
        String line,
        String tick,
        String zero,
        String left,
        String right,
        String value,
        String clipped,
        String beyondLeft,
        String beyondRight) {

    static final Symbols UNICODE =
            new Symbols("β", "α", "x̂", "·", "≤", "–", "─", "┴", "╨", "├", "┤", "●", "○", "◂", "▸");

    static final Symbols ASCII =
            new Symbols(
                    "beta", "alpha", "x^", "*", "<=", "-", "-", "+", "#", "|", "|", "o", "x", "<",
                    ">");

    static Symbols of(boolean unicode) {
        return unicode ? UNICODE : ASCII;
    }
}
