package dev.vernier.data;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Shape;
import dev.vernier.graph.ValueInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What tests do with samples: pass over all of them. */
final class Passes {

    /** A model that takes float x [batch, 2]. */
    static final ModelInputs X2 = inputs(ValueInfo.tensor("x", ElementType.FLOAT, batchOf(2)));

    private Passes() {}

    static ModelInputs inputs(ValueInfo... inputs) {
        return new ModelInputs(List.of(inputs), List.of());
    }

    /** [batch, length]. */
    static Shape batchOf(long length) {
        return new Shape(
                List.of(
                        dev.vernier.graph.Dimension.named("batch"),
                        dev.vernier.graph.Dimension.of(length)));
    }

    static List<Sample> all(Samples samples, ModelInputs inputs) throws IOException {
        try (SampleCursor cursor = samples.cursor(inputs)) {
            return rest(cursor);
        }
    }

    static List<Sample> rest(SampleCursor cursor) throws IOException {
        List<Sample> all = new ArrayList<>();
        for (Optional<Sample> next = cursor.next(); next.isPresent(); next = cursor.next()) {
            all.add(next.get());
        }
        return all;
    }

    static List<String> names(List<Sample> samples) {
        return samples.stream().map(Sample::name).toList();
    }
}
