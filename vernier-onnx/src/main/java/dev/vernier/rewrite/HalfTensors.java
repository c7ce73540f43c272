package dev.vernier.rewrite;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.TensorData;
import dev.vernier.model.WeightChunks;
import dev.vernier.model.Weights;
import dev.vernier.numeric.RealFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/** Constants in float16, each element rounded to the nearest, infinite only where it was before. */
final class HalfTensors {

    /** From so many elements on, halves are not kept on the heap. */
    private static final long DEFERRED = 1 << 20;

    private HalfTensors() {}

    static Tensor of(Tensor tensor) {
        TensorData data;
        if (tensor.elements() < DEFERRED) {
            float[] values = Weights.floats(tensor);
            data = TensorData.inline(bytes(values, values.length).array());
        } else {
            data =
                    TensorData.deferred(
                            tensor.elements() * Short.BYTES,
                            out ->
                                    WeightChunks.forEach(
                                            tensor,
                                            (position, values, length) -> {
                                                ByteBuffer bytes = bytes(values, length);
                                                while (bytes.hasRemaining()) {
                                                    out.write(bytes);
                                                }
                                            }));
        }
        return new Tensor(tensor.name(), ElementType.FLOAT16, tensor.dimensions(), data);
    }

    /** An attribute of a node that writes float16: the type, or the value, that it writes. */
    static Attribute of(Attribute attribute, Set<String> typeNames) {
        if (attribute instanceof Attribute.TensorValue constant
                && constant.value().type() == ElementType.FLOAT) {
            return new Attribute.TensorValue(constant.name(), of(constant.value()));
        }
        boolean type =
                attribute instanceof Attribute.IntValue value
                        && typeNames.contains(attribute.name())
                        && value.value() == ElementType.FLOAT.code();
        return type ? Attribute.of(attribute.name(), ElementType.FLOAT16.code()) : attribute;
    }

    private static ByteBuffer bytes(float[] values, int length) {
        float[] within = new float[length];
        for (int i = 0; i < length; i++) {
            float value = values[i];
            within[i] =
                    Float.isInfinite(value)
                            ? value
                            : Math.min(
                                    Math.max(value, -Float32Nodes.LARGEST), Float32Nodes.LARGEST);
        }
        ByteBuffer bytes = ByteBuffer.allocate(length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        RealFormat.FLOAT16.write(within, 0, bytes, length);
        return bytes.flip();
    }
}
