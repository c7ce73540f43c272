package dev.vernier.data;

import dev.vernier.data.ImagePreprocessing.Order;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Preprocessing by name: what families of published models were trained with. */
final class ImagePresets {

    private static final List<Double> ZEROS = List.of(0.0, 0.0, 0.0);
    private static final List<Double> HALVES = List.of(0.5, 0.5, 0.5);
    private static final List<Double> ONES = List.of(1.0, 1.0, 1.0);

    /** OpenAI's CLIP: 224, bicubic, the mean and deviation of its own training data. */
    private static final ImagePreprocessing CLIP =
            ImagePreprocessing.IMAGENET
                    .withShorterSide(OptionalInt.of(224))
                    .withFilter(ResizeFilter.BICUBIC)
                    .withNumbers(
                            255,
                            List.of(0.48145466, 0.4578275, 0.40821073),
                            List.of(0.26862954, 0.26130258, 0.27577711));

    /** TensorFlow's Inception and MobileNet: 299 of 342, values from -1 to 1. */
    private static final ImagePreprocessing INCEPTION =
            ImagePreprocessing.IMAGENET
                    .withShorterSide(OptionalInt.of(342))
                    .withCrop(299)
                    .withNumbers(255, HALVES, HALVES);

    /** Caffe's classifiers: blue first, the bytes less their mean. */
    private static final ImagePreprocessing CAFFE =
            ImagePreprocessing.IMAGENET
                    .withOrder(Order.BGR)
                    .withNumbers(1, List.of(123.68, 116.779, 103.939), ONES);

    /** Most detectors: the whole image at the model's size, values from 0 to 1. */
    private static final ImagePreprocessing UNIT =
            ImagePreprocessing.IMAGENET
                    .withShorterSide(OptionalInt.empty())
                    .withNumbers(255, ZEROS, ONES);

    private static final Map<String, ImagePreprocessing> BY_NAME =
            new TreeMap<>(
                    Map.of(
                            "imagenet", ImagePreprocessing.IMAGENET,
                            "clip", CLIP,
                            "inception", INCEPTION,
                            "caffe", CAFFE,
                            "unit", UNIT));

    private ImagePresets() {}

    static Optional<ImagePreprocessing> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** All names, for messages. */
    static String names() {
        return String.join(", ", BY_NAME.keySet());
    }
}
