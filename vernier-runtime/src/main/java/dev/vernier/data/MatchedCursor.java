package dev.vernier.data;

import dev.vernier.graph.Dimension;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Shape;
import dev.vernier.graph.ValueInfo;
import dev.vernier.graph.ValueType.TensorType;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Checks each sample of a pass against the model's inputs, in the order of the model. */
final class MatchedCursor extends FilterCursor {

    private final ModelInputs inputs;
    private final boolean cast;

    MatchedCursor(SampleCursor cursor, ModelInputs inputs, boolean cast) {
        super(cursor);
        this.inputs = inputs;
        this.cast = cast;
    }

    @Override
    public Optional<Sample> next() throws IOException {
        Optional<Sample> next = cursor().next();
        return next.isPresent() ? Optional.of(match(next.get())) : next;
    }

    private Sample match(Sample sample) {
        Map<String, SampleTensor> matched = new LinkedHashMap<>();
        for (ValueInfo input : inputs.required()) {
            SampleTensor tensor = sample.inputs().get(input.name());
            if (tensor == null) {
                throw mismatch(sample, "input '" + input.name() + "' is missing");
            }
            matched.put(input.name(), match(sample, input, tensor));
        }
        for (Map.Entry<String, SampleTensor> entry : sample.inputs().entrySet()) {
            if (!matched.containsKey(entry.getKey())) {
                ValueInfo input =
                        inputs.find(entry.getKey())
                                .orElseThrow(
                                        () ->
                                                mismatch(
                                                        sample,
                                                        "the model has no input '%s'"
                                                                .formatted(entry.getKey())));
                matched.put(input.name(), match(sample, input, entry.getValue()));
            }
        }
        return new Sample(sample.name(), matched);
    }

    private SampleTensor match(Sample sample, ValueInfo input, SampleTensor tensor) {
        TensorType type =
                input.tensorType()
                        .orElseThrow(
                                () ->
                                        mismatch(
                                                sample,
                                                input.name() + " is no tensor in the model"));
        ElementType needed = type.elementType();
        if (type.shape().isPresent() && !fits(tensor.shape(), type.shape().get())) {
            throw mismatch(sample, "the shape of '" + input.name() + "' differs");
        }
        if (tensor.type() == needed) {
            return tensor;
        }
        if (!Casts.isSafe(tensor.type(), needed)) {
            throw mismatch(sample, "the element type of '" + input.name() + "' differs");
        }
        if (!cast) {
            throw mismatch(
                    sample,
                    "the element type of '"
                            + input.name()
                            + "' differs; pass --cast to convert it");
        }
        try {
            return Casts.cast(tensor, needed);
        } catch (ArithmeticException e) {
            throw new BadSampleException(sample.name(), input.name() + ": " + e.getMessage(), e);
        }
    }

    private static boolean fits(long[] shape, Shape needed) {
        if (shape.length != needed.rank()) {
            return false;
        }
        for (int axis = 0; axis < shape.length; axis++) {
            if (needed.dimension(axis) instanceof Dimension.Fixed fixed
                    && fixed.length() != shape[axis]) {
                return false;
            }
        }
        return true;
    }

    private BadSampleException mismatch(Sample sample, String what) {
        return new BadSampleException(
                sample.name(),
                "sample must be what the model takes: %s; found=%s, needed=[%s]"
                        .formatted(what, describe(sample), inputs.describe()));
    }

    private static String describe(Sample sample) {
        return sample.inputs().entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .toList()
                .toString();
    }
}
