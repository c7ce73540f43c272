package dev.vernier.calibrator;

import dev.vernier.numeric.Range;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A calibration cache as TensorRT up to version 10 writes and reads it: the int8 scale of each
 * tensor.
 *
 * <p>Text. The first line names version and algorithm, as {@code TRT-8601-EntropyCalibration2};
 * each other is a tensor's name, a colon, a space and the 8 hexadecimal digits of its scale as a
 * big-endian float32: {@code input: 3c010a14}. A name may hold colons; the last one counts. A scale
 * of 0 stands for a tensor that was never anything but 0. The order of the lines is kept.
 *
 * @param header the first line
 * @param scales by name of tensor, finite and not negative
 */
public record TensorRtCache(String header, Map<String, Float> scales) {

    /** What TensorRT divides the largest magnitude by. */
    private static final float LARGEST_CODE = 127;

    private static final Pattern HEADER = Pattern.compile("TRT-\\d+-\\w+");

    public TensorRtCache {
        if (!HEADER.matcher(header).matches()) {
            throw new IllegalArgumentException(
                    "header must be TRT-<version>-<algorithm>; header=" + header);
        }
        scales = Collections.unmodifiableMap(new LinkedHashMap<>(scales));
        scales.forEach(TensorRtCache::check);
    }

    private static void check(String tensor, float scale) {
        if (!(scale >= 0) || Float.isInfinite(scale)) {
            throw new IllegalArgumentException(
                    "scale must be finite and not negative; tensor=%s, scale=%s"
                            .formatted(tensor, scale));
        }
        if (tensor.isEmpty() || tensor.contains("\n") || tensor.contains("\r")) {
            throw new IllegalArgumentException(
                    "name of tensor must be one line and not empty; tensor=" + tensor);
        }
    }

    /** The cache of ranges: a scale is the largest magnitude / 127. */
    public static TensorRtCache ofRanges(String header, Map<String, Range> ranges) {
        Map<String, Float> scales = new LinkedHashMap<>();
        ranges.forEach(
                (tensor, range) -> scales.put(tensor, range.largestMagnitude() / LARGEST_CODE));
        return new TensorRtCache(header, scales);
    }

    /** The symmetric range of each tensor: ± 127 scales, ends clamped to the largest float. */
    public Map<String, Range> ranges() {
        Map<String, Range> ranges = new LinkedHashMap<>();
        scales.forEach(
                (tensor, scale) -> {
                    float end = Math.min(scale * LARGEST_CODE, Float.MAX_VALUE);
                    ranges.put(tensor, new Range(-end, end));
                });
        return Collections.unmodifiableMap(ranges);
    }

    /**
     * Reads the text of a cache; line ends may be those of Windows, empty lines may end it.
     *
     * @throws CalibrationCacheException if a line is not as it must be
     */
    public static TensorRtCache parse(String text) throws CalibrationCacheException {
        List<String> lines = text.stripTrailing().lines().toList();
        if (lines.isEmpty() || !HEADER.matcher(lines.get(0)).matches()) {
            throw new CalibrationCacheException(1, "must be TRT-<version>-<algorithm>");
        }
        Map<String, Float> scales = new LinkedHashMap<>();
        for (int i = 1; i < lines.size(); i++) {
            addLine(lines.get(i), i + 1, scales);
        }
        return new TensorRtCache(lines.get(0), scales);
    }

    private static void addLine(String line, int number, Map<String, Float> scales)
            throws CalibrationCacheException {
        int colon = line.lastIndexOf(": ");
        String digits = colon < 0 ? "" : line.substring(colon + 2);
        if (colon < 1 || !digits.matches("[0-9a-fA-F]{8}")) {
            throw new CalibrationCacheException(
                    number, "must be <tensor>: <8 hexadecimal digits>; line=" + line);
        }
        float scale = Float.intBitsToFloat(HexFormat.fromHexDigits(digits));
        if (!(scale >= 0) || Float.isInfinite(scale)) {
            throw new CalibrationCacheException(
                    number, "scale must be finite and not negative; scale=" + scale);
        }
        if (scales.putIfAbsent(line.substring(0, colon), scale) != null) {
            throw new CalibrationCacheException(number, "tensor must not come twice; line=" + line);
        }
    }

    /** The text of the cache. */
    public String format() {
        return scales.entrySet().stream()
                .map(entry -> line(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("", header + "\n", ""));
    }

    private static String line(String tensor, float scale) {
        return String.format(Locale.ROOT, "%s: %08x\n", tensor, Float.floatToRawIntBits(scale));
    }
}
