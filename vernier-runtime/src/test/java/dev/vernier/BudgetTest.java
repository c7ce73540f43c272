package dev.vernier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
import dev.vernier.data.Samples;
import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import dev.vernier.improve.Effort;
import dev.vernier.model.ModelFile;
import dev.vernier.model.OutputFile;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.Reason;
import dev.vernier.sensitivity.Budget;
import dev.vernier.sensitivity.BudgetResult;
import dev.vernier.sensitivity.LeftInFloat;
import dev.vernier.sensitivity.NodeSensitivity;
import dev.vernier.sensitivity.Sensitivities;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The search for nodes to leave in float, on a model in which one of three products is known to
 * suffer: its input has one channel a thousand times as large as the others, which its weights
 * ignore but for what keeps a range from being cut.
 */
class BudgetTest {

    private static final long SEED = 11;
    private static final int WIDTH = 32;

    @TempDir private Path folder;

    private final Random random = new Random(SEED);
    private final List<Sample> samples = samples();
    private Path model = Path.of("");

    @BeforeEach
    void writeModel() throws IOException {
        model = folder.resolve("model.onnx");
        ModelFile.write(model, threeProducts(), false, OutputFile.Check.NONE);
    }

    @Test
    void leavesOnlyTheCulpritInFloat() throws IOException {
        QuantizationResult result = quantizer().budget(Budget.minSqnr(25)).writeTo(output());

        BudgetResult budget = result.budget().orElseThrow();
        assertThat(budget.isMet()).isTrue();
        assertThat(budget.before().sqnrDecibel()).isLessThan(10);
        assertThat(budget.left()).extracting(LeftInFloat::node).containsExactly("culprit");
        assertThat(result.evaluation().worstSqnr()).isGreaterThanOrEqualTo(25);
        assertThat(inFloatForAccuracy(result)).containsExactly("culprit");
        assertThat(result.evaluation().integerShare().integer()).isEqualTo(2L * WIDTH * WIDTH);
    }

    @Test
    void leavesNothingInFloatWhereTheBudgetIsKeptAsItIs() throws IOException {
        QuantizationResult result = quantizer().budget(Budget.minSqnr(-20)).writeTo(output());

        BudgetResult budget = result.budget().orElseThrow();
        assertThat(budget.isMet()).isTrue();
        assertThat(budget.left()).isEmpty();
        assertThat(inFloatForAccuracy(result)).isEmpty();
    }

    @Test
    void saysSoWhereNoPlanKeepsTheBudget() throws IOException {
        QuantizationResult result = quantizer().budget(Budget.minSqnr(120)).writeTo(output());

        BudgetResult budget = result.budget().orElseThrow();
        assertThat(budget.isMet()).isFalse();
        assertThat(result.evaluation().worstSqnr()).isLessThan(120);
    }

    @Test
    void takesCollapsedNodesBackWithoutABudget() throws IOException {
        QuantizationResult result = quantizer().writeTo(output());

        assertThat(result.budget().orElseThrow().isMet()).isTrue();
        assertThat(inFloatForAccuracy(result)).containsExactly("culprit");
        assertThat(result.evaluation().worstSqnr()).isGreaterThan(10);
    }

    @Test
    void leavesACollapsedModelAsItIsWithoutAFloor() throws IOException {
        QuantizationResult result = quantizer().floor(OptionalDouble.empty()).writeTo(output());

        assertThat(result.budget()).isEmpty();
        assertThat(result.evaluation().worstSqnr()).isLessThan(10);
    }

    @Test
    void ranksTheCulpritFirst() throws IOException {
        Sensitivities found = Sensitivity.of(model, Samples.of(samples)).rank();

        NodeSensitivity first = found.nodes().get(0);
        assertThat(found.nodes()).hasSize(3);
        assertThat(first.node()).isEqualTo("culprit");
        assertThat(first.isMeasured()).isTrue();
        assertThat(first.aloneSqnr().orElseThrow())
                .isLessThan(found.nodes().get(1).aloneSqnr().orElseThrow() - 10);
    }

    @Test
    void findsTheCulpritInABranch() throws IOException {
        model = folder.resolve("branch.onnx");
        ModelFile.write(model, inABranch(threeProducts()), false, OutputFile.Check.NONE);

        QuantizationResult result = quantizer().budget(Budget.minSqnr(25)).writeTo(output());

        assertThat(result.budget().orElseThrow().isMet()).isTrue();
        assertThat(inFloatForAccuracy(result)).containsExactly("culprit");
        assertThat(result.evaluation().worstSqnr()).isGreaterThanOrEqualTo(25);
    }

    private Quantizer quantizer() {
        return Quantizer.of(model).effort(Effort.FAST).calibrateWith(Samples.of(samples));
    }

    private Path output() {
        return folder.resolve("model.int8.onnx");
    }

    private static List<String> inFloatForAccuracy(QuantizationResult result) {
        return result.plan().nodes().stream()
                .filter(decision -> decision.reason() == Reason.SENSITIVE)
                .map(NodeDecision::node)
                .toList();
    }

    private Model threeProducts() {
        return Model.of(
                8,
                Graph.builder("three", Opsets.of(17))
                        .input(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(1, WIDTH)))
                        .input(ValueInfo.tensor("z", ElementType.FLOAT, Shape.of(1, WIDTH)))
                        .initializer(weight("w1", 1))
                        .initializer(weight("w2", 1))
                        .initializer(weight("w3", 0.001f))
                        .node(Node.of("first", "MatMul", List.of("x", "w1"), List.of("h")))
                        .node(Node.of("second", "MatMul", List.of("h", "w2"), List.of("good")))
                        .node(Node.of("culprit", "MatMul", List.of("z", "w3"), List.of("bad")))
                        .output(ValueInfo.tensor("good", ElementType.FLOAT, Shape.of(1, WIDTH)))
                        .output(ValueInfo.tensor("bad", ElementType.FLOAT, Shape.of(1, WIDTH)))
                        .build());
    }

    /** All of the model in the branch that every sample takes. */
    private static Model inABranch(Model model) {
        Graph whole = model.graph();
        Graph branch = whole.toBuilder().inputs(List.of()).build();
        Graph other =
                Graph.builder("other", whole.opsets())
                        .node(Node.of("x2", "Neg", List.of("x"), List.of("x2")))
                        .node(Node.of("z2", "Neg", List.of("z"), List.of("z2")))
                        .output(ValueInfo.tensor("x2", ElementType.FLOAT, Shape.of(1, WIDTH)))
                        .output(ValueInfo.tensor("z2", ElementType.FLOAT, Shape.of(1, WIDTH)))
                        .build();
        return model.withGraph(
                Graph.builder("around", whole.opsets())
                        .inputs(whole.inputs())
                        .initializer(Tensor.ofFloats("least", new long[0], -1e30f))
                        .node(
                                Node.of(
                                        "largest",
                                        "ReduceMax",
                                        List.of("x"),
                                        List.of("largest"),
                                        Attribute.of("keepdims", 0)))
                        .node(
                                Node.of(
                                        "always",
                                        "Greater",
                                        List.of("largest", "least"),
                                        List.of("always")))
                        .node(
                                Node.of(
                                        "if",
                                        "If",
                                        List.of("always"),
                                        List.of("good_out", "bad_out"),
                                        new Attribute.GraphValue("then_branch", branch),
                                        new Attribute.GraphValue("else_branch", other)))
                        .output(ValueInfo.tensor("good_out", ElementType.FLOAT, Shape.of(1, WIDTH)))
                        .output(ValueInfo.tensor("bad_out", ElementType.FLOAT, Shape.of(1, WIDTH)))
                        .build());
    }

    /** Gaussian, the row of the first input channel times a factor. */
    private Tensor weight(String name, float ofFirst) {
        float[] values = new float[WIDTH * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() * (i < WIDTH ? ofFirst : 1);
        }
        return Tensor.ofFloats(name, new long[] {WIDTH, WIDTH}, values);
    }

    private List<Sample> samples() {
        List<Sample> made = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            float[] x = gaussians();
            float[] z = gaussians();
            z[0] *= 1000;
            long[] shape = {1, WIDTH};
            made.add(
                    new Sample(
                            "sample" + i,
                            Map.of(
                                    "x", SampleTensor.ofFloats(shape, x),
                                    "z", SampleTensor.ofFloats(shape, z))));
        }
        return made;
    }

    private float[] gaussians() {
        float[] values = new float[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
