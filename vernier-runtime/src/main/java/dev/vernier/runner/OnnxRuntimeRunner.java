package dev.vernier.runner;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import dev.vernier.data.SampleTensor;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;

/**
 * A session of ONNX Runtime. Outputs are copied to the heap, one by one; the session keeps nothing
 * of a run.
 */
final class OnnxRuntimeRunner implements Runner {

    private final String model;
    private final OrtSession session;
    private final RunnerOptions options;
    private final List<String> outputs;
    private final Set<RunOptions> running = new HashSet<>();
    private final ConcurrentLinkedQueue<InputBuffers> idleBuffers = new ConcurrentLinkedQueue<>();

    OnnxRuntimeRunner(String model, OrtSession session, RunnerOptions options) {
        this.model = model;
        this.session = session;
        this.options = options;
        this.outputs = List.copyOf(session.getOutputNames());
    }

    @Override
    public List<String> outputs() {
        return outputs;
    }

    @Override
    public void run(
            Map<String, SampleTensor> inputs,
            Set<String> wanted,
            BiConsumer<String, RunTensor> taker) {
        Set<String> ordered = new LinkedHashSet<>(outputs);
        ordered.retainAll(wanted);
        if (ordered.size() < wanted.size()) {
            throw new IllegalArgumentException(
                    "wanted outputs must be outputs of the model; wanted=%s, outputs=%s"
                            .formatted(wanted, outputs));
        }
        if (wanted.isEmpty()) {
            return; // the runtime refuses to run for nothing
        }
        InputBuffers polled = idleBuffers.poll();
        InputBuffers buffers = polled == null ? new InputBuffers() : polled;
        try (NativeHandles handles = new NativeHandles()) {
            Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
            for (Map.Entry<String, SampleTensor> input : inputs.entrySet()) {
                String name = input.getKey();
                tensors.put(name, handles.add(buffers.tensor(name, input.getValue())));
            }
            OrtSession.Result result = run(tensors, ordered, handles);
            for (Map.Entry<String, OnnxValue> output : result) {
                if (output.getValue() instanceof OnnxTensor tensor) {
                    taker.accept(output.getKey(), OutputTensors.copy(tensor));
                }
            }
        } catch (OrtException e) {
            throw Failures.running(model, e);
        } finally {
            idleBuffers.add(buffers);
        }
    }

    private OrtSession.Result run(
            Map<String, OnnxTensor> inputs, Set<String> wanted, NativeHandles handles)
            throws OrtException {
        RunOptions runOptions = handles.add(new RunOptions());
        synchronized (running) {
            running.add(runOptions);
        }
        try {
            return handles.add(session.run(inputs, wanted, runOptions));
        } finally {
            synchronized (running) {
                running.remove(runOptions);
            }
        }
    }

    @Override
    public void terminate() {
        synchronized (running) { // none of them can be closed meanwhile
            for (RunOptions run : running) {
                try {
                    run.setTerminate(true);
                } catch (OrtException e) {
                    throw Failures.running(model, e);
                }
            }
        }
    }

    @Override
    public void close() {
        if (options.profile().isPresent()) {
            try {
                session.endProfiling();
            } catch (OrtException e) {
                throw Failures.running(model, e);
            }
        }
        NativeHandles.close(session);
    }
}
