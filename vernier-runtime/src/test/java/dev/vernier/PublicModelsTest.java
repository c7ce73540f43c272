package dev.vernier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.PublicModels.PublicModel;
import dev.vernier.evaluate.IntegerShare;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.improve.Effort;
import dev.vernier.model.ModelFile;
import dev.vernier.model.OutputFile;
import dev.vernier.model.Reference;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.plan.Reason;
import dev.vernier.prepare.Preparation;
import dev.vernier.prepare.PreparationOptions;
import dev.vernier.target.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models that people have: nearly all of their arithmetic is promised to run in integers, and all
 * that was promised does.
 */
@Tag("exhaustive")
class PublicModelsTest {

    private static final double LEAST_SHARE = 0.95;

    @TempDir private Path folder;

    @Test
    void everyModelIsWrittenAsItWasRead() throws IOException {
        Path written = folder.resolve("written.onnx");
        for (PublicModel model : PublicModels.in(folder)) {
            Model read = ModelFile.read(model.file()).model();
            ModelFile.write(written, read, true, OutputFile.Check.NONE);

            assertThat(Files.mismatch(model.file(), written)).as(model.name()).isNegative();
        }
    }

    @Test
    void whatThePlanPromisesRunsInIntegers() throws IOException {
        for (PublicModel model : PublicModels.in(folder)) {
            Path output = folder.resolve("model.int8.onnx");
            Quantizer quantizer =
                    Quantizer.of(model.file())
                            .calibrateWith(model.samples())
                            .effort(Effort.FAST)
                            .floor(OptionalDouble.empty())
                            .overwrite(true);

            QuantizationPlan promise = quantizer.plan();
            QuantizationResult result = quantizer.writeTo(output);

            IntegerShare share = result.evaluation().integerShare();
            long promised = macs(share, promised(promise));
            long total = macs(share, byConstants(model.file()));
            System.out.printf(
                    "%s: %d of %d MACs promised (%.1f %%), %d run in integers%n",
                    model.name(), promised, total, 100.0 * promised / total, share.integer());
            assertThat(share.notFused()).as(model.name()).isEmpty();
            assertThat(share.integer()).as(model.name()).isEqualTo(promised);
            assertThat(promised).as(model.name()).isGreaterThan((long) (LEAST_SHARE * total));
            Reference.check(ModelFile.read(output).model());
        }
    }

    private static Set<String> promised(QuantizationPlan plan) {
        return plan.nodes().stream()
                .filter(node -> node.reason() == Reason.WEIGHTED_KERNEL)
                .map(NodeDecision::node)
                .collect(Collectors.toSet());
    }

    /**
     * The products that the share is of: all, but where attention multiplies what it has computed.
     */
    private static Set<String> byConstants(Path file) throws IOException {
        Model model = ModelFile.read(file).model();
        Graph graph =
                Preparation.prepare(
                                model,
                                new PreparationOptions(Targets.ONNXRUNTIME_CPU.minimumOpset()))
                        .model()
                        .graph();
        return graph.allNodes().stream()
                .filter(node -> !isAttention(node, graph))
                .map(Node::name)
                .collect(Collectors.toSet());
    }

    private static boolean isAttention(Node node, Graph graph) {
        return node.is("MatMul")
                && List.of(0, 1).stream()
                        .allMatch(input -> graph.constantInput(node, input).isEmpty());
    }

    private static long macs(IntegerShare share, Set<String> nodes) {
        return share.perNode().entrySet().stream()
                .filter(node -> nodes.contains(node.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
