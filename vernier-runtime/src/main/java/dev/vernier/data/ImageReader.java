package dev.vernier.data;

import dev.vernier.data.ImagePreprocessing.Layout;
import dev.vernier.data.ImagePreprocessing.Order;
import dev.vernier.graph.Shape;
import dev.vernier.graph.ValueInfo;
import dev.vernier.model.Limit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Images as inputs of a model with one input of rank 4 and three channels, one image a run. Safe
 * for use by many threads.
 */
public final class ImageReader {

    private static final int CHANNEL_AXIS_NCHW = 1;
    private static final int CHANNEL_AXIS_NHWC = 3;

    private final Optional<ImagePreprocessing> preprocessing;

    /**
     * @param preprocessing what the model was trained behind; nothing is guessed
     */
    public ImageReader(Optional<ImagePreprocessing> preprocessing) {
        this.preprocessing = preprocessing;
    }

    Sample read(Path file, ModelInputs inputs, Set<String> notes) throws IOException {
        return sample(
                file.getFileName().toString(), file.toString(), Files.readAllBytes(file), inputs);
    }

    /**
     * The sample of one image.
     *
     * @param name of the sample
     * @param content of a JPEG or PNG file
     * @throws DataException if it is no such image, or the model does not take images
     */
    public Sample sample(String name, byte[] content, ModelInputs inputs) throws IOException {
        return sample(name, name, content, inputs);
    }

    private Sample sample(String name, String file, byte[] content, ModelInputs inputs)
            throws IOException {
        ImagePreprocessing steps =
                preprocessing.orElseThrow(
                        () ->
                                new DataException(
                                        "images must come with what the model was trained behind;"
                                                + " pass --preprocess imagenet, or size, mean, std,"
                                                + " layout and order"));
        ValueInfo input =
                inputs.only()
                        .orElseThrow(
                                () ->
                                        new DataException(
                                                "images must be for a model with one input;"
                                                        + " needed=["
                                                        + inputs.describe()
                                                        + "]"));
        Layout layout = layout(input, steps);
        int heightAxis = layout == Layout.NCHW ? 2 : 1;
        int height = length(input, heightAxis, steps.crop());
        int width = length(input, heightAxis + 1, steps.crop());
        Pixels pixels = fit(ImageFile.decode(file, content), width, height, steps);
        return new Sample(name, Map.of(input.name(), normalize(pixels, layout, steps)));
    }

    private static Layout layout(ValueInfo input, ImagePreprocessing steps) {
        if (steps.layout().isPresent()) {
            return steps.layout().get();
        }
        boolean isNchw = length(input, CHANNEL_AXIS_NCHW, 0) == Pixels.CHANNELS;
        boolean isNhwc = length(input, CHANNEL_AXIS_NHWC, 0) == Pixels.CHANNELS;
        if (isNchw == isNhwc) {
            throw new DataException(
                    "input must have 3 channels at axis 1 or at axis 3; input=%s; pass layout=nchw"
                                    .formatted(input)
                            + " or layout=nhwc");
        }
        return isNchw ? Layout.NCHW : Layout.NHWC;
    }

    private static int length(ValueInfo input, int axis, int otherwise) {
        Optional<Shape> shape = input.shape().filter(known -> known.rank() == 4);
        return shape.isPresent()
                ? Math.toIntExact(shape.get().length(axis).orElse(otherwise))
                : otherwise;
    }

    /** Resizes the shorter side and crops the middle, or resizes all. */
    private static Pixels fit(Pixels image, int width, int height, ImagePreprocessing steps) {
        if (steps.shorterSide().isEmpty()) {
            return Resize.to(image, width, height, steps.filter());
        }
        int shorter = steps.shorterSide().getAsInt();
        if (width != steps.crop() || height != steps.crop()) {
            double share = (double) shorter / steps.crop(); // the same part of another size
            shorter = (int) Math.rint(share * Math.max(width, height));
        }
        boolean isWide = image.width() > image.height();
        long proportional =
                isWide
                        ? (long) shorter * image.width() / image.height()
                        : (long) shorter * image.height() / image.width();
        int longer = (int) Math.min(Limit.IMAGE_PIXELS.value(), proportional); // refused below
        Pixels resized =
                isWide
                        ? Resize.to(image, longer, shorter, steps.filter())
                        : Resize.to(image, shorter, longer, steps.filter());
        return resized.centerCrop(width, height);
    }

    private static SampleTensor normalize(Pixels image, Layout layout, ImagePreprocessing steps) {
        int channels = Pixels.CHANNELS;
        int plane = image.width() * image.height();
        float[] values = new float[channels * plane];
        for (int channel = 0; channel < channels; channel++) {
            int source = steps.order() == Order.RGB ? channel : channels - 1 - channel;
            double mean = steps.mean().get(source);
            double deviation = steps.deviation().get(source);
            for (int i = 0; i < plane; i++) {
                double value = Byte.toUnsignedInt(image.bytes()[channels * i + source]);
                int at = layout == Layout.NCHW ? channel * plane + i : channels * i + channel;
                values[at] = (float) ((value / steps.divisor() - mean) / deviation);
            }
        }
        long[] shape =
                layout == Layout.NCHW
                        ? new long[] {1, channels, image.height(), image.width()}
                        : new long[] {1, image.height(), image.width(), channels};
        return SampleTensor.ofFloats(shape, values);
    }
}
