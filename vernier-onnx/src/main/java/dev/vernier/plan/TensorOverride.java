package dev.vernier.plan;

import dev.vernier.calibrator.Calibrator;
import dev.vernier.calibrator.Calibrators;
import dev.vernier.graph.NearNames;
import dev.vernier.numeric.IntegerType;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.Range;
import dev.vernier.numeric.Symmetry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a user fixes of the quantization of one value; what is left out is chosen as for all others.
 *
 * <pre>
 * --override 'TENSOR=range=-4:4,type=uint16,symmetry=symmetric,calibrator=percentile:99.9'
 * </pre>
 *
 * @param value its name
 * @param range the real values it has to represent; then there is nothing to calibrate
 * @param type of its codes
 * @param symmetry whether its zero point is the middle of the type
 * @param calibrator how its range is chosen
 */
public record TensorOverride(
        String value,
        Optional<Range> range,
        Optional<IntegerType> type,
        Optional<Symmetry> symmetry,
        Optional<Calibrator> calibrator) {

    private static final List<String> KEYS = List.of("range", "type", "symmetry", "calibrator");

    private static final List<IntegerType> TYPES =
            List.of(IntegerType.UINT8, IntegerType.INT8, IntegerType.UINT16, IntegerType.INT16);

    /** From the first key on: a tensor's name may have any other '=' and ','. */
    private static final Pattern FORM = Pattern.compile("(.+?)=((?:[a-z]+)=.*)");

    public TensorOverride {
        if (range.isPresent() && calibrator.isPresent()) {
            throw new SelectionException(
                    "override must have a range or a calibrator, not both; tensor=" + value);
        }
    }

    /** Nothing fixed yet. */
    public static TensorOverride of(String value) {
        return new TensorOverride(
                value, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Reads {@code TENSOR=KEY=VALUE,...}.
     *
     * @throws SelectionException if it is not of that form; the message says what is allowed
     */
    public static TensorOverride parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new SelectionException(
                    "override must be TENSOR=KEY=VALUE,... with keys of "
                            + String.join(", ", KEYS)
                            + "; override="
                            + text);
        }
        TensorOverride override = of(matcher.group(1));
        Map<String, String> members = new LinkedHashMap<>();
        for (String member : matcher.group(2).split(",", -1)) {
            int equals = member.indexOf('=');
            String key = equals < 0 ? member : member.substring(0, equals);
            if (!KEYS.contains(key) || equals < 0) {
                throw new SelectionException(
                        "key of an override must be one of %s; found=%s, near names=%s"
                                .formatted(
                                        String.join(", ", KEYS),
                                        key,
                                        NearNames.to(key, KEYS.stream())));
            }
            if (members.put(key, member.substring(equals + 1)) != null) {
                throw new SelectionException("key of an override must be given once; found=" + key);
            }
        }
        for (Map.Entry<String, String> member : members.entrySet()) {
            override = override.with(member.getKey(), member.getValue());
        }
        return override;
    }

    private TensorOverride with(String key, String word) {
        return switch (key) {
            case "range" -> withRange(range(word));
            case "type" -> withType(type(word));
            case "symmetry" -> withSymmetry(symmetry(word));
            default -> withCalibrator(calibrator(word));
        };
    }

    public TensorOverride withRange(Range newRange) {
        return new TensorOverride(value, Optional.of(newRange), type, symmetry, calibrator);
    }

    public TensorOverride withType(IntegerType newType) {
        return new TensorOverride(value, range, Optional.of(newType), symmetry, calibrator);
    }

    public TensorOverride withSymmetry(Symmetry newSymmetry) {
        return new TensorOverride(value, range, type, Optional.of(newSymmetry), calibrator);
    }

    public TensorOverride withCalibrator(Calibrator newCalibrator) {
        return new TensorOverride(value, range, type, symmetry, Optional.of(newCalibrator));
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        List<String> members = new ArrayList<>();
        range.ifPresent(r -> members.add("range=" + r.min() + ":" + r.max()));
        type.ifPresent(t -> members.add("type=" + t));
        symmetry.ifPresent(s -> members.add("symmetry=" + s.name().toLowerCase(Locale.ROOT)));
        calibrator.ifPresent(c -> members.add("calibrator=" + c.name()));
        return value + "=" + String.join(",", members);
    }

    /** The scheme of the value where all others have {@code usual}. */
    LinearScheme scheme(LinearScheme usual) {
        return new LinearScheme(
                type.orElse(usual.type()), symmetry.orElse(usual.symmetry()), usual.codeRange());
    }

    private static Range range(String word) {
        int colon = word.indexOf(':', 1);
        try {
            return Range.of(
                    Float.parseFloat(word.substring(0, colon)),
                    Float.parseFloat(word.substring(colon + 1)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
            throw new SelectionException(
                    "range of an override must be MIN:MAX, finite and in order; range=" + word);
        }
    }

    private static IntegerType type(String word) {
        return TYPES.stream()
                .filter(type -> type.toString().equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                new SelectionException(
                                        "type of an override must be one of uint8, int8, uint16,"
                                                + " int16; type="
                                                + word));
    }

    private static Symmetry symmetry(String word) {
        for (Symmetry symmetry : Symmetry.values()) {
            if (symmetry.name().toLowerCase(Locale.ROOT).equals(word)) {
                return symmetry;
            }
        }
        throw new SelectionException(
                "symmetry of an override must be affine or symmetric; symmetry=" + word);
    }

    private static Calibrator calibrator(String word) {
        try {
            return Calibrators.named(word);
        } catch (IllegalArgumentException unknown) {
            throw new SelectionException(
                    "calibrator of an override must be one that --calibrator takes; calibrator="
                            + word);
        }
    }
}
