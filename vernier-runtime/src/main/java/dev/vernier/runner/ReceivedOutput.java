package dev.vernier.runner;

import dev.vernier.graph.ElementType;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * A tensor that another process ran, as it came through the pipe.
 *
 * @param tensor what came
 */
record ReceivedOutput(RunTensor tensor) implements RunOutput {

    @Override
    public ElementType type() {
        return tensor.type();
    }

    @Override
    public long[] shape() {
        return tensor.shape();
    }

    @Override
    public FloatBuffer floats() {
        return FloatBuffer.wrap(tensor.floats());
    }

    @Override
    public Optional<ByteBuffer> memory() {
        return Optional.empty();
    }

    @Override
    public RunTensor copy() {
        return tensor;
    }
}
