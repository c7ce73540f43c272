package dev.vernier.model;

import dev.vernier.graph.Tensor;
import dev.vernier.graph.TensorData.FileRegion;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/**
 * The elements of a float constant, some at a time: what work on large weights is done with, so
 * that the heap holds 4 MB of them and not all. Stateless.
 */
public final class WeightChunks {

    private static final int ELEMENTS = 1 << 20;

    /** Receives neighbouring elements. */
    @FunctionalInterface
    public interface Receiver {
        /**
         * Takes the next elements.
         *
         * @param position the index of the first one in the flattened tensor
         * @param values holds them in its first {@code length} places; used again afterwards
         */
        void accept(long position, float[] values, int length) throws IOException;
    }

    private WeightChunks() {}

    /**
     * Hands over all elements in order; doubles are rounded.
     *
     * @throws IllegalArgumentException if the tensor is not of a float type
     * @throws UncheckedIOException if its file cannot be read, or the receiver says so
     */
    public static void forEach(Tensor tensor, Receiver receiver) {
        try {
            if (tensor.data() instanceof FileRegion region) {
                forEach(tensor, region, receiver);
            } else {
                float[] values = Weights.floats(tensor);
                receiver.accept(0, values, values.length);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void forEach(Tensor tensor, FileRegion region, Receiver receiver)
            throws IOException {
        long elements = tensor.elements();
        int most = (int) Math.min(ELEMENTS, elements);
        int width = Math.toIntExact(tensor.type().bytes(1));
        ByteBuffer bytes = ByteBuffer.allocate(most * width).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[most];
        try (FileChannel channel = FileChannel.open(region.file(), StandardOpenOption.READ)) {
            for (long position = 0; position < elements; position += most) {
                int length = (int) Math.min(most, elements - position);
                bytes.clear().limit(length * width);
                PositionalRead.fill(channel, region.offset() + position * width, bytes);
                if (bytes.remaining() < length * width) {
                    throw new EOFException(
                            "weights file must stay as it is while it is in use; file="
                                    + region.file()
                                    + ", tensor="
                                    + tensor);
                }
                Weights.toFloats(bytes, tensor, values, length);
                receiver.accept(position, values, length);
            }
        }
    }
}
