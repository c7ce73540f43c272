package dev.vernier.benchmarks;

import dev.vernier.collect.Collector;
import dev.vernier.graph.Model;
import dev.vernier.model.ModelFile;
import dev.vernier.plan.Placement;
import dev.vernier.plan.Selection;
import dev.vernier.prepare.Preparation;
import dev.vernier.prepare.PreparationOptions;
import dev.vernier.runner.Runner;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.Runners;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.target.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A model as {@code vernier calibrate} runs it for ONNX Runtime on the CPU.
 *
 * @param file as it was read
 * @param prepared what is run
 * @param watched whose statistics are wanted
 */
record WatchedModel(ModelFile file, Model prepared, Set<String> watched) {

    static WatchedModel read(String path) throws IOException {
        ModelFile file = ModelFile.read(Path.of(path));
        PreparationOptions options = new PreparationOptions(Targets.ONNXRUNTIME_CPU.minimumOpset());
        Model prepared = Preparation.prepare(file.model(), options).model();
        Placement placement =
                Placement.of(
                        prepared.graph(),
                        Targets.ONNXRUNTIME_CPU,
                        Selection.ALL.exclusionsIn(prepared.graph()));
        return new WatchedModel(file, prepared, new TreeSet<>(placement.watched()));
    }

    ModelDigest digest() {
        return new ModelDigest(file.sha256());
    }

    /** What the collector asks the runtime for: no inputs, nor what it knows from the inputs. */
    List<String> computed() {
        return watched.stream()
                .filter(name -> !prepared.graph().isInput(name))
                .filter(name -> !isJoined(name))
                .toList();
    }

    private boolean isJoined(String name) {
        return prepared.graph()
                .producer(name)
                .filter(node -> node.is("Concat") && watched.containsAll(node.inputs()))
                .isPresent();
    }

    Collector collector() {
        return Collector.open(prepared, file.folder(), digest(), watched);
    }

    /**
     * A session as the collector's: one thread a run, watched values as outputs, which are kept.
     */
    Runner runner() {
        return Runners.onnxRuntime(
                prepared,
                file.folder(),
                computed(),
                RunnerOptions.DEFAULT.withThreads(1).withSpinning(false).withKeepingOutputs(true));
    }
}
