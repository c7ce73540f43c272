package dev.vernier.evaluate;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Shape;
import dev.vernier.graph.ValueInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** What two models say of their outputs before anything is run. */
final class DeclaredOutputs {

    private DeclaredOutputs() {}

    /**
     * Checks that no output has another known length, or number of axes, than that of its name.
     *
     * @throws QuantizedModelException naming the output and both shapes
     */
    static void requireAlike(Graph expected, Graph quantized) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (ValueInfo output : quantized.outputs()) {
            output.shape().ifPresent(shape -> shapes.put(output.name(), shape));
        }
        for (ValueInfo output : expected.outputs()) {
            Shape found = shapes.get(output.name());
            if (found != null && output.shape().filter(s -> differ(s, found)).isPresent()) {
                throw new QuantizedModelException(
                        "output must keep its shape; output=%s, float model=%s, quantized model=%s"
                                .formatted(output.name(), output.shape().get(), found));
            }
        }
    }

    private static boolean differ(Shape one, Shape other) {
        if (one.rank() != other.rank()) {
            return true;
        }
        for (int axis = 0; axis < one.rank(); axis++) {
            OptionalLong length = one.length(axis);
            OptionalLong found = other.length(axis);
            if (length.isPresent() && found.isPresent() && !length.equals(found)) {
                return true;
            }
        }
        return false;
    }
}
