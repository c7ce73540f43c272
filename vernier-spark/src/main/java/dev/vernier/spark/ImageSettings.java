package dev.vernier.spark;

import dev.vernier.data.ImagePreprocessing;
import dev.vernier.data.ImagePreprocessing.Layout;
import dev.vernier.data.ImagePreprocessing.Order;
import dev.vernier.data.ResizeFilter;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@link ImagePreprocessing} in a form that travels to executors.
 *
 * @param shorterSide 0 if the whole image is resized
 * @param layout empty if the model tells it
 */
record ImageSettings(
        int shorterSide,
        int crop,
        ResizeFilter filter,
        Order order,
        List<Layout> layout,
        double divisor,
        List<Double> mean,
        List<Double> deviation)
        implements Serializable {

    static ImageSettings of(ImagePreprocessing steps) {
        return new ImageSettings(
                steps.shorterSide().orElse(0),
                steps.crop(),
                steps.filter(),
                steps.order(),
                new ArrayList<>(steps.layout().stream().toList()),
                steps.divisor(),
                new ArrayList<>(steps.mean()),
                new ArrayList<>(steps.deviation()));
    }

    ImagePreprocessing preprocessing() {
        return new ImagePreprocessing(
                shorterSide == 0 ? OptionalInt.empty() : OptionalInt.of(shorterSide),
                crop,
                filter,
                order,
                layout.isEmpty() ? Optional.empty() : Optional.of(layout.get(0)),
                divisor,
                mean,
                deviation);
    }
}
