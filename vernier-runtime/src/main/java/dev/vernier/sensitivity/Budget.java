package dev.vernier.sensitivity;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What a quantized model may lose. All limits that are given must be kept.
 *
 * @param minSqnr the lowest SQNR of any output, in dB
 * @param minCosine the lowest cosine of any output
 * @param maxDrop what the score of a metric may fall by, in units of the metric
 */
public record Budget(OptionalDouble minSqnr, OptionalDouble minCosine, OptionalDouble maxDrop) {

    /** Scores are sums of shares: below this a difference is the last bit's. */
    private static final double LAST_BITS = 1e-9;

    public Budget {
        require(minSqnr.isEmpty() || !Double.isNaN(minSqnr.getAsDouble()), "SQNR", minSqnr);
        require(
                minCosine.isEmpty()
                        || (minCosine.getAsDouble() >= -1 && minCosine.getAsDouble() <= 1),
                "cosine",
                minCosine);
        require(maxDrop.isEmpty() || maxDrop.getAsDouble() >= 0, "drop", maxDrop);
    }

    private static void require(boolean holds, String what, OptionalDouble value) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "budget must be a number in dB, a cosine of -1 to 1, or a drop of at least 0; "
                            + what
                            + "="
                            + value.getAsDouble());
        }
    }

    /** Every output keeps at least this SQNR. */
    public static Budget minSqnr(double decibel) {
        return new Budget(
                OptionalDouble.of(decibel), OptionalDouble.empty(), OptionalDouble.empty());
    }

    /** Every output keeps at least this cosine. */
    public static Budget minCosine(double cosine) {
        return new Budget(
                OptionalDouble.empty(), OptionalDouble.of(cosine), OptionalDouble.empty());
    }

    /** The score of a metric falls by no more than this. */
    public static Budget maxDrop(double drop) {
        return new Budget(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.of(drop));
    }

    /** Whether a model that reached this keeps the budget; not if a score is missing or NaN. */
    public boolean isMetBy(Reached reached) {
        return (minSqnr.isEmpty() || reached.sqnrDecibel() >= minSqnr.getAsDouble())
                && (minCosine.isEmpty() || reached.cosine() >= minCosine.getAsDouble())
                && (maxDrop.isEmpty()
                        || reached.drop().orElse(Double.NaN) <= maxDrop.getAsDouble() + LAST_BITS);
    }

    /** How far a model is from keeping the budget: 1 is a decibel, or a hundredth. 0 if it does. */
    double shortfall(Reached reached) {
        double shortfall = 0;
        if (minSqnr.isPresent()) {
            shortfall = Math.max(shortfall, minSqnr.getAsDouble() - reached.sqnrDecibel());
        }
        if (minCosine.isPresent()) {
            shortfall = Math.max(shortfall, 100 * (minCosine.getAsDouble() - reached.cosine()));
        }
        if (maxDrop.isPresent()) {
            double drop = reached.drop().orElse(Double.POSITIVE_INFINITY);
            shortfall = Math.max(shortfall, 100 * (drop - maxDrop.getAsDouble()));
        }
        return Double.isNaN(shortfall) ? Double.POSITIVE_INFINITY : shortfall;
    }

    /** The limits as a person reads them: {@code SQNR of at least 20.0 dB}. */
    public String text() {
        List<String> limits = new ArrayList<>();
        minSqnr.ifPresent(
                d -> limits.add(String.format(Locale.ROOT, "SQNR of at least %.1f dB", d)));
        minCosine.ifPresent(
                c -> limits.add(String.format(Locale.ROOT, "cosine of at least %s", plain(c))));
        maxDrop.ifPresent(
                d ->
                        limits.add(
                                String.format(
                                        Locale.ROOT, "drop of at most %s points", plain(100 * d))));
        return String.join(" and ", limits);
    }

    private static String plain(double value) {
        return new BigDecimal(String.format(Locale.ROOT, "%.6f", value))
                .stripTrailingZeros()
                .toPlainString();
    }
}
