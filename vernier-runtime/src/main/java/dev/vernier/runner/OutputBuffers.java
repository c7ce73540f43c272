package dev.vernier.runner;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.vernier.data.SampleTensor;
import dev.vernier.graph.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
 * <p>The runtime has to be told their exact shapes. They are taken from an earlier run whose inputs
 * had the same shapes, as sentences of one length; of other inputs nothing is known. Shapes that
 * depend on values make the run fail: then {@link #giveUp}. Memory is that of the largest outputs
 * so kept. Not thread-safe.
 */
final class OutputBuffers {

    /** Below, a copy costs no more than handing memory over. */
    private static final int FEWEST_ELEMENTS = 1 << 11;

    /** Of so many different inputs shapes are kept. */
    private static final int MOST_SHAPES = 256;

    private static final int MOST_ELEMENTS = Integer.MAX_VALUE / Float.BYTES;

    private final Map<String, ByteBuffer> buffers = new HashMap<>();
    private final Map<Map<String, String>, Map<String, long[]>> known = new HashMap<>();
    private final Map<String, ByteBuffer> written = new HashMap<>();
    private Map<String, long[]> shapes = new LinkedHashMap<>();
    private boolean isGivenUp;

    /** Begins a run with these inputs. */
    void begin(Map<String, SampleTensor> inputs) {
        Map<String, String> current = new TreeMap<>();
        inputs.forEach((name, tensor) -> current.put(name, Arrays.toString(tensor.shape())));
        if (known.size() == MOST_SHAPES && !known.containsKey(current)) {
            known.clear();
        }
        shapes = known.computeIfAbsent(current, key -> new LinkedHashMap<>());
    }

    /** Tensors for those of the wanted outputs whose shapes are known. */
    Map<String, OnnxTensor> tensors(Set<String> wanted, NativeHandles handles) throws OrtException {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        written.clear();
        for (Map.Entry<String, long[]> output : shapes.entrySet()) {
            String name = output.getKey();
            if (wanted.contains(name)) {
                ByteBuffer buffer = buffer(name, elements(output.getValue()));
                OnnxTensor tensor =
                        OnnxTensor.createTensor(
                                SessionFactory.environment(),
                                buffer.asFloatBuffer(),
                                output.getValue());
                tensors.put(name, handles.add(tensor));
                written.put(name, buffer);
            }
        }
        return tensors;
    }

    /** The memory that the last run wrote an output into, if it was told to. */
    Optional<ByteBuffer> written(String output) {
        return Optional.ofNullable(written.get(output));
    }

    private ByteBuffer buffer(String output, int elements) {
        int size = Float.BYTES * elements;
        ByteBuffer buffer = buffers.get(output);
        if (buffer == null || buffer.capacity() < size) {
            buffer = ByteBuffer.allocateDirect(size);
            buffers.put(output, buffer);
        }
        return buffer.slice(0, size).order(ByteOrder.nativeOrder());
    }

    /** Keeps the shape of an output that the runtime found the memory for, if it is to be kept. */
    void learn(String output, OutputTensor tensor) {
        if (!isGivenUp && tensor.type() == ElementType.FLOAT) {
            long elements = tensor.elements();
            if (elements >= FEWEST_ELEMENTS && elements <= MOST_ELEMENTS) {
                shapes.put(output, tensor.shape());
            }
        }
    }

    /** Keeps nothing from now on. */
    void giveUp() {
        isGivenUp = true;
        known.clear();
        shapes = new LinkedHashMap<>();
        written.clear();
        buffers.clear();
    }

    private static int elements(long[] shape) {
        return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    }
}
