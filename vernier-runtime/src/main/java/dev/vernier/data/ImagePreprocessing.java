package dev.vernier.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * From pixels to a model's input: resize, crop, then (byte / divisor - mean) / deviation for every
 * channel.
 *
 * @param shorterSide length the shorter side is resized to before cropping; empty: the whole image
 *     is resized to the model's size, whatever its proportions
 * @param crop side of the square cut from the middle where the model's size is not fixed
 * @param filter of resizing
 * @param order of the channels
 * @param layout of the axes; empty: told by where the model's input has 3
 * @param divisor of the bytes, 255 or 1
 * @param mean by channel, red first
 * @param deviation by channel, red first
 */
public record ImagePreprocessing(
        OptionalInt shorterSide,
        int crop,
        ResizeFilter filter,
        Order order,
        Optional<Layout> layout,
        double divisor,
        List<Double> mean,
        List<Double> deviation) {

    /** The order of the channels. */
    public enum Order {
        RGB,
        BGR
    }

    /** The order of the axes. */
    public enum Layout {
        /** Batch, channel, height, width. */
        NCHW,
        /** Batch, height, width, channel. */
        NHWC
    }

    /** As torchvision's ImageNet classifiers are trained: 256, crop of 224, bilinear. */
    public static final ImagePreprocessing IMAGENET =
            new ImagePreprocessing(
                    OptionalInt.of(256),
                    224,
                    ResizeFilter.BILINEAR,
                    Order.RGB,
                    Optional.empty(),
                    255,
                    List.of(0.485, 0.456, 0.406),
                    List.of(0.229, 0.224, 0.225));

    public ImagePreprocessing {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        if (mean.size() != Pixels.CHANNELS || deviation.size() != Pixels.CHANNELS) {
            throw new IllegalArgumentException(
                    "mean and deviation must have 3 numbers; mean=%s, deviation=%s"
                            .formatted(mean, deviation));
        }
        if (deviation.stream().anyMatch(value -> !(value > 0)) || !(divisor > 0)) {
            throw new IllegalArgumentException(
                    "deviation and divisor must be positive; deviation=%s, divisor=%s"
                            .formatted(deviation, divisor));
        }
        if (crop < 1 || shorterSide.orElse(crop) < crop) {
            throw new IllegalArgumentException(
                    "crop must be at least 1 and fit the resized side; crop=%d, resize=%s"
                            .formatted(crop, side(shorterSide)));
        }
    }

    private static String side(OptionalInt length) {
        return length.isPresent() ? Integer.toString(length.getAsInt()) : "none";
    }

    /**
     * Reads a preset ({@code imagenet}, {@code clip}, {@code inception}, {@code caffe}, {@code
     * unit}), settings that change it, or both: {@code
     * imagenet,resize=256,crop=224,filter=bicubic,order=bgr,layout=nchw,divisor=1,mean=123:117:104,std=1:1:1}.
     * Without a preset the settings change {@code imagenet}; {@code resize=none} resizes the whole
     * image to the model's size.
     *
     * @throws IllegalArgumentException if a setting is unknown or has no such value
     */
    public static ImagePreprocessing parse(String text) {
        List<String> settings = List.of(text.split(",", -1));
        Optional<ImagePreprocessing> preset = ImagePresets.named(settings.get(0));
        ImagePreprocessing parsed = preset.orElse(IMAGENET);
        OptionalInt shorterSide = parsed.shorterSide;
        int crop = parsed.crop;
        for (String setting : settings.subList(preset.isPresent() ? 1 : 0, settings.size())) {
            String name = setting.substring(0, Math.max(0, setting.indexOf('=')));
            String value = setting.substring(setting.indexOf('=') + 1);
            try {
                switch (name) { // the sizes are checked together, in whatever order they come
                    case "resize" -> shorterSide = size(value);
                    case "crop" -> crop = Integer.parseInt(value);
                    default -> parsed = parsed.with(name, value);
                }
            } catch (IllegalArgumentException e) {
                throw unknown(setting, e);
            }
        }
        return parsed.withSquare(shorterSide, crop);
    }

    private static IllegalArgumentException unknown(String setting, IllegalArgumentException e) {
        return new IllegalArgumentException(
                "preprocessing must be one of %s, then any of resize, crop, filter, order, layout,"
                                .formatted(ImagePresets.names())
                        + " divisor, mean and std with their values; setting="
                        + setting.replaceFirst("=", ", value="),
                e);
    }

    private ImagePreprocessing with(String name, String value) {
        return switch (name) {
            case "filter" -> withFilter(ResizeFilter.valueOf(upper(value)));
            case "order" -> withOrder(Order.valueOf(upper(value)));
            case "layout" -> withLayout(Layout.valueOf(upper(value)));
            case "divisor" -> withNumbers(Double.parseDouble(value), mean, deviation);
            case "mean" -> withNumbers(divisor, numbers(value), deviation);
            case "std" -> withNumbers(divisor, mean, numbers(value));
            default -> throw new IllegalArgumentException("unknown setting " + name);
        };
    }

    private static OptionalInt size(String value) {
        return value.equals("none") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value));
    }

    private static String upper(String value) {
        return value.toUpperCase(Locale.ROOT);
    }

    private static List<Double> numbers(String value) {
        return Arrays.stream(value.split(":", -1)).map(Double::valueOf).toList();
    }

    public ImagePreprocessing withShorterSide(OptionalInt length) {
        return withSquare(length, crop);
    }

    public ImagePreprocessing withCrop(int side) {
        return withSquare(shorterSide, side);
    }

    private ImagePreprocessing withSquare(OptionalInt length, int side) {
        return new ImagePreprocessing(
                length, side, filter, order, layout, divisor, mean, deviation);
    }

    public ImagePreprocessing withFilter(ResizeFilter newFilter) {
        return new ImagePreprocessing(
                shorterSide, crop, newFilter, order, layout, divisor, mean, deviation);
    }

    public ImagePreprocessing withOrder(Order newOrder) {
        return new ImagePreprocessing(
                shorterSide, crop, filter, newOrder, layout, divisor, mean, deviation);
    }

    public ImagePreprocessing withLayout(Layout newLayout) {
        return new ImagePreprocessing(
                shorterSide, crop, filter, order, Optional.of(newLayout), divisor, mean, deviation);
    }

    /** (byte / divisor - mean) / deviation. */
    public ImagePreprocessing withNumbers(
            double newDivisor, List<Double> newMean, List<Double> newDeviation) {
        return new ImagePreprocessing(
                shorterSide, crop, filter, order, layout, newDivisor, newMean, newDeviation);
    }
}
