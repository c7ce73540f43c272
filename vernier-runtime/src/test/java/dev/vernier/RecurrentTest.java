package dev.vernier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.vernier.data.Samples;
import dev.vernier.evaluate.IntegerShare;
import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import dev.vernier.model.ModelFile;
import dev.vernier.model.OutputFile;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.NodeFilter;
import dev.vernier.plan.Selection;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.Runners;
import dev.vernier.target.Target;
import dev.vernier.target.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** LSTM in integers, asked of ONNX Runtime; the weights of other cells stay in float. */
class RecurrentTest {

    private static final long SEED = 15;
    private static final int STEPS = 12;
    private static final int INPUTS = 24;
    private static final int HIDDEN = 16;

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"onnxruntime-cpu", "portable-cpu"})
    void multipliesIntegersInBothDirections(String target) throws IOException {
        QuantizationResult result =
                quantize("LSTM", 4, Selection.ALL, Targets.named(target), Tensors.PLAIN);

        IntegerShare share = result.evaluation().integerShare();
        assertThat(operators()).contains("DynamicQuantizeLSTM").doesNotContain("LSTM");
        assertThat(result.evaluation().outputs())
                .allMatch(output -> output.sqnrDecibel() > 25, "at least 25 dB");
        assertThat(share.total())
                .isEqualTo(share.integer())
                .isEqualTo((long) STEPS * 2 * (4 * HIDDEN * (INPUTS + HIDDEN) + HIDDEN * 8));
        assertThat(result.evaluation().floatBytes())
                .isGreaterThan(2 * result.evaluation().quantizedBytes());
    }

    @Test
    void staysInFloatWhereItIsExcluded() throws IOException {
        Selection selection = Selection.ALL.excluding(new NodeFilter.ByName("cell"));

        QuantizationResult result =
                quantize("LSTM", 4, selection, Targets.ONNXRUNTIME_CPU, Tensors.PLAIN);

        assertThat(operators()).contains("LSTM");
        assertThat(reasons(result)).contains(tuple("cell", "excluded"));
    }

    @Test
    void peepholesAndOtherCellsStayInFloat() throws IOException {
        assertThat(
                        reasons(
                                quantize(
                                        "LSTM",
                                        4,
                                        Selection.ALL,
                                        Targets.ONNXRUNTIME_CPU,
                                        Tensors.PEEPHOLES)))
                .contains(tuple("cell", "cell-form"));
        assertThat(
                        reasons(
                                quantize(
                                        "GRU",
                                        3,
                                        Selection.ALL,
                                        Targets.ONNXRUNTIME_CPU,
                                        Tensors.PLAIN)))
                .contains(tuple("cell", "no-integer-kernel"));
        assertThat(
                        reasons(
                                quantize(
                                        "RNN",
                                        1,
                                        Selection.ALL,
                                        Targets.ONNXRUNTIME_CPU,
                                        Tensors.PLAIN)))
                .contains(tuple("cell", "no-integer-kernel"));
    }

    private enum Tensors {
        PLAIN,
        PEEPHOLES
    }

    private QuantizationResult quantize(
            String op, long gates, Selection selection, Target target, Tensors tensors)
            throws IOException {
        Path model = folder.resolve(op + tensors + ".onnx");
        ModelFile.write(model, model(op, gates, tensors), true, OutputFile.Check.NONE);
        return Quantizer.of(model)
                .target(target)
                .selecting(selection)
                .calibrateWith(Samples.random(40, SEED))
                .overwrite(true)
                .writeTo(folder.resolve("int8.onnx"));
    }

    private static List<Tuple> reasons(QuantizationResult result) {
        return result.plan().nodes().stream()
                .map((NodeDecision node) -> tuple(node.node(), node.reason().id()))
                .toList();
    }

    private List<String> operators() throws IOException {
        return Runners.optimizedModel(folder.resolve("int8.onnx"), RunnerOptions.DEFAULT)
                .graph()
                .nodes()
                .stream()
                .map(node -> node.op().name())
                .toList();
    }

    /** A cell in both directions and a product, so that something is left where the cell stays. */
    private static Model model(String op, long gates, Tensors tensors) {
        Random random = new Random(SEED);
        boolean peepholes = tensors == Tensors.PEEPHOLES;
        List<String> inputs =
                peepholes
                        ? List.of("x", "w", "r", "b", "", "", "", "p")
                        : List.of("x", "w", "r", "b");
        Graph.Builder graph =
                Graph.builder("cell", Opsets.of(17))
                        .input(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(STEPS, 1, INPUTS)))
                        .output(ValueInfo.tensor("z", ElementType.FLOAT, Shape.of(STEPS, 2, 1, 8)))
                        .initializer(weight("w", random, 2, gates * HIDDEN, INPUTS))
                        .initializer(weight("r", random, 2, gates * HIDDEN, HIDDEN))
                        .initializer(weight("b", random, 2, 2 * gates * HIDDEN))
                        .initializer(weight("v", random, HIDDEN, 8))
                        .node(
                                Node.of(
                                        "cell",
                                        op,
                                        inputs,
                                        List.of("y"),
                                        Attribute.of("hidden_size", HIDDEN),
                                        Attribute.of("direction", "bidirectional")));
        if (peepholes) {
            graph.initializer(weight("p", random, 2, 3 * HIDDEN));
        }
        return Model.of(
                8, graph.node(Node.of("mul", "MatMul", List.of("y", "v"), List.of("z"))).build());
    }

    private static Tensor weight(String name, Random random, long... shape) {
        int elements = 1;
        for (long length : shape) {
            elements *= (int) length;
        }
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++) {
            values[i] = 0.3f * (float) random.nextGaussian();
        }
        return Tensor.ofFloats(name, shape, values);
    }
}
