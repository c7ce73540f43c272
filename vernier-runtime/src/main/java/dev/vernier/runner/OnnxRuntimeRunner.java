package dev.vernier.runner;

import ai.onnxruntime.OnnxTensor;
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

/** A session of ONNX Runtime, which keeps nothing of a run but the memory it was given. */
final class OnnxRuntimeRunner implements Runner {

    private final String model;
    private final OrtSession session;
    private final RunnerOptions options;
    private final List<String> outputs;
    private final Set<RunOptions> running = new HashSet<>();
    private final ConcurrentLinkedQueue<Buffers> idleBuffers = new ConcurrentLinkedQueue<>();

    /** Memory for one run at a time. */
    private record Buffers(InputBuffers inputs, OutputBuffers outputs) {}

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
            BiConsumer<String, RunOutput> taker) {
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
        Buffers polled = idleBuffers.poll();
        Buffers buffers =
                polled == null ? new Buffers(new InputBuffers(), new OutputBuffers()) : polled;
        try (NativeHandles handles = new NativeHandles()) {
            Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
            for (Map.Entry<String, SampleTensor> input : inputs.entrySet()) {
                String name = input.getKey();
                tensors.put(name, handles.add(buffers.inputs().tensor(name, input.getValue())));
            }
            OutputBuffers kept = buffers.outputs();
            if (options.keepingOutputs()) {
                kept.begin(inputs);
            }
            handOver(run(tensors, ordered, kept, handles), ordered, kept, taker);
        } catch (OrtException e) {
            throw Failures.running(model, e);
        } finally {
            idleBuffers.add(buffers);
        }
    }

    private void handOver(
            OrtSession.Result result,
            Set<String> ordered,
            OutputBuffers buffers,
            BiConsumer<String, RunOutput> taker) {
        for (String name : ordered) {
            if (result.get(name).orElse(null) instanceof OnnxTensor tensor) {
                OutputTensor output = new OutputTensor(model, tensor, buffers.written(name));
                buffers.learn(name, output);
                taker.accept(name, output);
            }
        }
    }

    private OrtSession.Result run(
            Map<String, OnnxTensor> inputs,
            Set<String> wanted,
            OutputBuffers buffers,
            NativeHandles handles)
            throws OrtException {
        RunOptions runOptions = handles.add(new RunOptions());
        synchronized (running) {
            running.add(runOptions);
        }
        try {
            Map<String, OnnxTensor> kept = buffers.tensors(wanted, handles);
            if (!kept.isEmpty()) {
                Set<String> others = new LinkedHashSet<>(wanted);
                others.removeAll(kept.keySet());
                try {
                    return handles.add(session.run(inputs, others, kept, runOptions));
                } catch (OrtException e) {
                    buffers.giveUp(); // if that was not it, the run below says what is
                }
            }
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
