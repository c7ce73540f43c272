package dev.vernier.cli.explain;

import dev.vernier.numeric.ErrorMeasures;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.numeric.Range;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A range, the grid that a scheme lays over it, and what the grid makes of some values.
 *
 * @param askedMin the range as given, which need not contain zero
 * @param askedMax at least {@code askedMin}
 * @param range with zero, equation (1)
 * @param scheme the rule from range to grid
 * @param grid scale and zero point, equations (2), (3) and (6)
 * @param values in the order given
 */
public record Explanation(
        float askedMin,
        float askedMax,
        Range range,
        LinearScheme scheme,
        QuantizationParameters grid,
        List<ExplainedValue> values) {

    public Explanation {
        values = List.copyOf(values);
    }

    /**
     * Lays the grid and sends the values through it.
     *
     * @param values finite; if empty, {@link TellingValues} are taken
     */
    public static Explanation of(float min, float max, LinearScheme scheme, List<Float> values) {
        Range range = Range.of(min, max);
        QuantizationParameters grid = scheme.parametersFor(range);
        List<Float> chosen =
                values.isEmpty() ? TellingValues.of(span(range, scheme), grid) : values;
        return new Explanation(
                min,
                max,
                range,
                scheme,
                grid,
                chosen.stream().map(value -> ExplainedValue.of(value, grid)).toList());
    }

    /** The reals that the grid is laid over: the range, or its mirror image with it. */
    Range span() {
        return span(range, scheme);
    }

    private static Range span(Range range, LinearScheme scheme) {
        return scheme.isSymmetric() ? range.symmetric() : range;
    }

    /** How far all values are off, equation (12) and its kin. */
    ErrorMeasures errors() {
        float[] reference = new float[values.size()];
        float[] results = new float[values.size()];
        for (int i = 0; i < reference.length; i++) {
            reference[i] = values.get(i).value();
            results[i] = values.get(i).result();
        }
        return ErrorMeasures.between(reference, results);
    }

    /** The value of those that match which is farthest off; the first of equals. */
    Optional<ExplainedValue> worst(Predicate<ExplainedValue> which) {
        return values.stream()
                .filter(which)
                .reduce((a, b) -> Math.abs(b.error()) > Math.abs(a.error()) ? b : a);
    }

    /** The same in names and numbers, for {@code --json}. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("range", ends(askedMin, askedMax));
        map.put("type", grid.type().toString());
        map.put("symmetric", scheme.isSymmetric());
        map.put("codes", ends(grid.minCode(), grid.maxCode()));
        map.put("partitions", scheme.partitions());
        map.put("scale", grid.scale());
        map.put("zeroPoint", grid.zeroPoint());
        map.put("representable", ends(grid.representable().min(), grid.representable().max()));
        map.put("values", values.stream().map(Explanation::toMap).toList());
        ErrorMeasures errors = errors();
        if (Double.isFinite(errors.signalToNoise())) {
            map.put("sqnr", errors.signalToNoise());
        }
        map.put("largestError", errors.largestError());
        return map;
    }

    private static Map<String, Object> toMap(ExplainedValue value) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("value", value.value());
        map.put("code", value.code());
        map.put("dequantized", value.result());
        map.put("error", value.error());
        map.put("clipped", value.isClipped());
        return map;
    }

    private static Map<String, Object> ends(Number min, Number max) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("min", min);
        map.put("max", max);
        return map;
    }
}
