package dev.vernier.evaluate;

import dev.vernier.data.Sample;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.plan.Reason;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.Runners;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks the runtime what it really computes in integers, and weighs the answer in
 * multiply-accumulate operations.
 */
final class KernelAudit {

    private final Model prepared;
    private final Path folder;
    private final QuantizationPlan plan;

    /**
     * @param prepared the model that the plan speaks of
     * @param folder where its weights are
     */
    KernelAudit(Model prepared, Path folder, QuantizationPlan plan) {
        this.prepared = prepared;
        this.folder = folder;
        this.plan = plan;
    }

    /**
     * The share of one run, with the shapes that this sample gives.
     *
     * @param quantized the quantized model, as it is in the file
     */
    IntegerShare of(Path quantizedFile, Graph quantized, Sample sample, RunnerOptions options)
            throws IOException {
        Map<String, Long> macs = MultiplyAccumulates.perNode(prepared, folder, sample, options);
        RunnerOptions looking = options.withPrepacking(false); // weights are not looked at
        Graph optimized = Runners.optimizedModel(quantizedFile, looking).graph();
        Set<String> integer = IntegerKernels.of(quantized, optimized);
        long planned = 0;
        List<String> notFused = new ArrayList<>();
        for (NodeDecision decision : plan.nodes()) {
            if (decision.reason() == Reason.WEIGHTED_KERNEL
                    || decision.reason() == Reason.DYNAMIC_KERNEL) {
                planned += macs.getOrDefault(decision.node(), 0L);
                if (!integer.contains(decision.node())) {
                    notFused.add(decision.node());
                }
            }
        }
        long total = macs.values().stream().mapToLong(Long::longValue).sum();
        long inIntegers = integer.stream().mapToLong(node -> macs.getOrDefault(node, 0L)).sum();
        return new IntegerShare(total, planned, inIntegers, macs, notFused);
    }
}
