package dev.vernier.collect;

import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
import dev.vernier.graph.ElementType;
import dev.vernier.runner.HeapRoom;
import dev.vernier.runner.RunOutput;
import dev.vernier.runner.Runner;
import dev.vernier.runner.RunsAtOnce;
import dev.vernier.statistics.StatisticsAccumulator;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;

/** Runs one sample and adds what is watched to an accumulator. Safe for use by many threads. */
final class SampleFold {

    private final Runner runner;
    private final WatchedTensors watched;
    private final Map<String, Integer> channelAxes;
    private final Set<String> wanted;
    private final RunsAtOnce runs;
    private final Set<String> notes = new TreeSet<>();

    /**
     * @param runs is told how much the outputs of each sample take
     */
    SampleFold(
            Runner runner,
            WatchedTensors watched,
            Map<String, Integer> channelAxes,
            RunsAtOnce runs) {
        this.runner = runner;
        this.runs = runs;
        this.watched = watched;
        this.channelAxes = channelAxes;
        this.wanted = Set.copyOf(watched.computed());
    }

    /** One for each thread. */
    StatisticsAccumulator accumulator() {
        return new StatisticsAccumulator(channelAxes);
    }

    void fold(Sample sample, StatisticsAccumulator accumulator) {
        HeapRoom.make();
        accumulator.begin(sample.name());
        sample.inputs().forEach((name, tensor) -> addInput(name, tensor, accumulator));
        LongAdder elements = new LongAdder();
        runner.run(
                sample,
                wanted,
                (name, tensor) -> {
                    elements.add(tensor.elements());
                    addOutput(name, tensor, accumulator);
                });
        runs.saw(Float.BYTES * elements.sum());
    }

    private void addInput(String name, SampleTensor tensor, StatisticsAccumulator accumulator) {
        if (!watched.inputs().contains(name)) {
            return;
        }
        List<String> receivers = watched.receiversOf(name);
        if (tensor.type() == ElementType.FLOAT) {
            accumulator.add(receivers, tensor.bytes(), tensor.shape());
        } else {
            accumulator.add(receivers, FloatBuffer.wrap(tensor.floats()), tensor.shape());
        }
    }

    private void addOutput(String name, RunOutput tensor, StatisticsAccumulator accumulator) {
        if (!tensor.isFloat()) {
            note("no statistics of '%s', which is %s".formatted(name, tensor.type()));
            return;
        }
        List<String> receivers = watched.receiversOf(name);
        Optional<ByteBuffer> memory = tensor.memory();
        if (memory.isPresent()) {
            accumulator.add(receivers, memory.get(), tensor.shape());
        } else {
            accumulator.add(receivers, tensor.floats(), tensor.shape());
        }
    }

    private synchronized void note(String note) {
        notes.add(note);
    }

    /** What is to be told of the tensors; complete when all samples are folded. */
    synchronized List<String> notes() {
        return List.copyOf(notes);
    }
}
