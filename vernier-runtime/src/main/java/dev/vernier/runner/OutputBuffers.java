package dev.vernier.runner;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.vernier.data.SampleTensor;
import dev.vernier.graph.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Memory outside of the heap into which the runtime writes the large float outputs of one run at a
 * time, so that they can be read without a copy.
 *
 * <p>The runtime has to be told their exact shapes. They are taken from the run before, if its
 * inputs had the same shapes; of other inputs nothing is known. Shapes that depend on values make
 * the run fail: then {@link #giveUp}. Memory is that of the largest outputs so kept. Not
 * thread-safe.
 */
final class OutputBuffers {

    /** Below, a copy costs less than handing memory over. */
    private static final int FEWEST_ELEMENTS = 1 << 12;

    private static final int MOST_ELEMENTS = Integer.MAX_VALUE / Float.BYTES;

    private final Map<String, FloatBuffer> buffers = new HashMap<>();
    private final Map<String, long[]> shapes = new LinkedHashMap<>();
    private final Map<String, FloatBuffer> written = new HashMap<>();
    private Map<String, String> inputShapes = Map.of();
    private boolean isRepeated;
    private boolean isGivenUp;

    /** Begins a run with these inputs. */
    void begin(Map<String, SampleTensor> inputs) {
        Map<String, String> current = new TreeMap<>();
        inputs.forEach((name, tensor) -> current.put(name, Arrays.toString(tensor.shape())));
        isRepeated = current.equals(inputShapes);
        if (!isRepeated) {
            shapes.clear();
            inputShapes = current;
        }
    }

    /** Tensors for those of the wanted outputs whose shapes are known. */
    Map<String, OnnxTensor> tensors(Set<String> wanted, NativeHandles handles) throws OrtException {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        written.clear();
        for (Map.Entry<String, long[]> output : shapes.entrySet()) {
            String name = output.getKey();
            if (wanted.contains(name)) {
                FloatBuffer buffer = buffer(name, elements(output.getValue()));
                OnnxTensor tensor =
                        OnnxTensor.createTensor(
                                SessionFactory.environment(), buffer, output.getValue());
                tensors.put(name, handles.add(tensor));
                written.put(name, buffer);
            }
        }
        return tensors;
    }

    /** The memory that the last run wrote an output into, if it was told to. */
    Optional<FloatBuffer> written(String output) {
        return Optional.ofNullable(written.get(output)).map(FloatBuffer::duplicate);
    }

    private FloatBuffer buffer(String output, int elements) {
        FloatBuffer buffer = buffers.get(output);
        if (buffer == null || buffer.capacity() < elements) {
            buffer =
                    ByteBuffer.allocateDirect(Float.BYTES * elements)
                            .order(ByteOrder.nativeOrder())
                            .asFloatBuffer();
            buffers.put(output, buffer);
        }
        return buffer.slice(0, elements);
    }

    /** Keeps the shape of an output that the runtime found the memory for, if it is to be kept. */
    void learn(String output, OutputTensor tensor) {
        if (isRepeated && !isGivenUp && tensor.type() == ElementType.FLOAT) {
            int elements = tensor.elements();
            if (elements >= FEWEST_ELEMENTS && elements <= MOST_ELEMENTS) {
                shapes.put(output, tensor.shape());
            }
        }
    }

    /** Keeps nothing from now on. */
    void giveUp() {
        isGivenUp = true;
        shapes.clear();
        written.clear();
        buffers.clear();
    }

    private static int elements(long[] shape) {
        return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    }
}
