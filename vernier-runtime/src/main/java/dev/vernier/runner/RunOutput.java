package dev.vernier.runner;

import dev.vernier.graph.ElementType;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A tensor of a run while it is handed over: what is not asked for is not copied.
 *
 * <p>Valid, with all that it gives but copies, until the call that it was handed to returns.
 */
public interface RunOutput {

    ElementType type();

    /** The lengths of the axes, outermost first. */
    long[] shape();

    /** How many elements there are. */
    default long elements() {
        return Arrays.stream(shape()).reduce(1, Math::multiplyExact);
    }

    /** Whether the elements are of a float type. */
    default boolean isFloat() {
        return type().isFloat();
    }

    /**
     * The elements of a float tensor in C order, as floats (doubles rounded to nearest): where the
     * runtime wrote them, if it wrote into memory of this side, else a copy.
     *
     * @throws IllegalStateException if the type is no float type
     */
    FloatBuffer floats();

    /**
     * The elements of a tensor of 32-bit floats in native order, if the runtime wrote them into
     * memory of this side, outside of the heap.
     */
    Optional<ByteBuffer> memory();

    /** A copy that stays. */
    RunTensor copy();
}
