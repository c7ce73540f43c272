package dev.vernier.runner;

import dev.vernier.data.SampleTensor;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.ValueInfo;
import dev.vernier.model.ModelBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the node at which a model ends the process that loads or runs it, or hangs.
 *
 * <pre>
 * the first k nodes survive, the first m do not -> look at the first (k + m) / 2, until m = k + 1
 * </pre>
 *
 * <p>Each look takes a process: some ten for a thousand nodes. Finds nothing where the failure does
 * not come again. Thread-safe.
 */
final class CrashSearch {

    private final ModelSource models;
    private final RunnerOptions options;
    private final Isolation isolation;

    /** Gets the model that failed, when it is needed. */
    @FunctionalInterface
    interface ModelSource {
        Placed model() throws IOException;
    }

    /** A model, and the folder of its weights. */
    record Placed(Model model, Path folder) {}

    CrashSearch(ModelSource models, RunnerOptions options, Isolation isolation) {
        this.models = models;
        this.options = options;
        this.isolation = isolation;
    }

    /**
     * How messages call the node.
     *
     * @param inputs of the run that failed; empty: the model failed when it was loaded
     */
    Optional<String> node(Map<String, SampleTensor> inputs) {
        try {
            Placed placed = models.model();
            List<Node> nodes = placed.model().graph().nodes();
            int survives = 0;
            int fails = nodes.size();
            if (!fails(placed, fails, inputs)) {
                return Optional.empty(); // it was something else
            }
            while (fails - survives > 1) {
                int middle = (survives + fails) / 2;
                if (fails(placed, middle, inputs)) {
                    fails = middle;
                } else {
                    survives = middle;
                }
            }
            return fails == 0 ? Optional.empty() : Optional.of(nodes.get(fails - 1).label());
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // the failure itself is told all the same
        }
    }

    /** Whether a model of the first nodes ends its process. */
    private boolean fails(Placed placed, int nodes, Map<String, SampleTensor> inputs)
            throws WorkerDeathException {
        Model part = placed.model().withGraph(firstNodes(placed.model().graph(), nodes));
        ByteBuffer bytes = ModelBytes.referencing(part, placed.folder(), HeapRoom::outside);
        SessionSource source =
                new SessionSource.InMemory(part.graph().name(), bytes, placed.folder());
        RunnerOptions plain = options.withoutProfile();
        try (WorkerProcess worker = WorkerProcess.start(isolation)) {
            try {
                List<String> outputs = IsolatedRunner.load(worker, source, plain);
                if (!inputs.isEmpty()) {
                    IsolatedRunner.ask(
                            worker,
                            source.name(),
                            inputs,
                            Set.copyOf(outputs),
                            (name, tensor) -> {});
                }
                return false;
            } catch (WorkerDeathException e) {
                return true;
            } catch (RunException e) {
                return false; // an error of the ordinary kind
            }
        }
    }

    /** A graph that ends after some nodes: what none of them reads is its output. */
    static Graph firstNodes(Graph graph, int count) {
        List<Node> nodes = graph.nodes().subList(0, count);
        Set<String> read = new HashSet<>();
        for (Node node : nodes) {
            read.addAll(node.inputs());
            node.subgraphs().forEach(body -> read.addAll(body.captured()));
        }
        List<ValueInfo> outputs = new ArrayList<>();
        for (Node node : nodes) {
            for (String output : node.outputs()) {
                if (!output.isEmpty() && !read.contains(output)) {
                    outputs.add(WatchedModel.value(graph, output));
                }
            }
        }
        return graph.toBuilder().nodes(nodes).outputs(outputs).build();
    }
}
