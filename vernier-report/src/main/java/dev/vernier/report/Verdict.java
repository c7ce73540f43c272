package dev.vernier.report;

import java.util.List;

/**
 * Whether to ship, in words.
 *
 * @param level what to do
 * @param sentence the verdict
 * @param reasons three: quality, speed and size, share of integers
 */
public record Verdict(Level level, String sentence, List<Reason> reasons) {

    /** From best to worst. */
    public enum Level {
        SHIP,
        LOOK,
        STOP
    }

    /** One reason and which way it points. */
    public record Reason(Level level, String text) {}

    public Verdict {
        reasons = List.copyOf(reasons);
    }
}
