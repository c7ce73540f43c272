package dev.vernier.prepare.shape;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/** Writes few whole numbers or truth values as a constant. */
final class SmallTensors {

    private SmallTensors() {}

    /** Empty where the type is another, or the numbers are not as many as the shape says. */
    static Optional<Tensor> of(
            String name, ElementType type, long[] dimensions, List<Long> numbers) {
        long elements = 1;
        for (long length : dimensions) {
            elements = length < 0 ? -1 : Math.multiplyExact(elements, length);
        }
        boolean writable =
                type == ElementType.INT64 || type == ElementType.INT32 || type == ElementType.BOOL;
        if (!writable || elements != numbers.size()) {
            return Optional.empty();
        }
        ByteBuffer bytes =
                ByteBuffer.allocate((int) type.bytes(elements)).order(ByteOrder.LITTLE_ENDIAN);
        for (long number : numbers) {
            if (type == ElementType.INT64) {
                bytes.putLong(number);
            } else if (type == ElementType.INT32) {
                bytes.putInt((int) number);
            } else {
                bytes.put((byte) number);
            }
        }
        return Optional.of(Tensor.ofBytes(name, type, dimensions, bytes.array()));
    }
}
