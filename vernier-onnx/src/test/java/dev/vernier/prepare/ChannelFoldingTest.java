package dev.vernier.prepare;

import static dev.vernier.prepare.Graphs.constant;
import static dev.vernier.prepare.Graphs.dims;
import static dev.vernier.prepare.Graphs.floats;
import static dev.vernier.prepare.Graphs.graph;
import static dev.vernier.prepare.Graphs.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Both rules that fold into a weighted node, FoldBatchNormalization and FoldChannelArithmetic. */
class ChannelFoldingTest {

    private static final long SEED = 7;

    private final RuleTester normalization = new RuleTester(new FoldBatchNormalization());
    private final RuleTester arithmetic = new RuleTester(new FoldChannelArithmetic());

    @Test
    void foldsNormalizationIntoConvolution() {
        normalization.rewrites("conv", normalized(pointwise("x,w,b"), "c").build());
    }

    @Test
    void foldsNormalizationIntoConvolutionWithoutBias() {
        normalization.rewrites("conv_without_bias", normalized(pointwise("x,w"), "c").build());
    }

    @Test
    void computesWhatTheTwoNodesComputed() {
        Graph folded = normalization.apply(normalized(pointwise("x,w,b"), "c").build());
        float[] w = Weights.floats(folded.constant("y_weight").orElseThrow());
        float[] b = Weights.floats(folded.constant("y_bias").orElseThrow());
        Random random = new Random(SEED);
        for (int round = 0; round < 100; round++) {
            double x0 = random.nextGaussian();
            double x1 = random.nextGaussian();
            // W = [[1, 2], [3, 4]], b = [5, 6], gamma = [2, 3], beta = [4, 5], mean = [6, 7],
            // variance = [0.25, 4], epsilon = 1e-5
            double c0 = x0 + 2 * x1 + 5;
            double c1 = 3 * x0 + 4 * x1 + 6;
            double y0 = 2 * (c0 - 6) / Math.sqrt(0.25 + 1e-5) + 4;
            double y1 = 3 * (c1 - 7) / Math.sqrt(4 + 1e-5) + 5;
            assertThat(w[0] * x0 + w[1] * x1 + b[0])
                    .as("seed %d", SEED)
                    .isCloseTo(y0, within(1e-4));
            assertThat(w[2] * x0 + w[3] * x1 + b[1])
                    .as("seed %d", SEED)
                    .isCloseTo(y1, within(1e-4));
        }
    }

    @Test
    void findsTheChannelsOfATransposedConvolutionWithGroups() {
        // [C=4, M/group=2, 1, 1], two groups: inputs 0 and 1 make channels 0 and 1, 2 and 3 make
        // channels 2 and 3
        Graph.Builder builder =
                graph(13)
                        .input(floats("x", 1, 4, 1, 1))
                        .output(floats("y", 1, 4, 1, 1))
                        .initializer(constant("w", dims(4, 2, 1, 1), 1, 1, 1, 1, 1, 1, 1, 1))
                        .initializer(constant("k", dims(4, 1, 1), 10, 20, 30, 40))
                        .node(node("ConvTranspose", "x,w", "c", Attribute.of("group", 2L)))
                        .node(node("Mul", "c,k", "y"));
        Graph folded = arithmetic.apply(builder.build());
        assertThat(Weights.floats(folded.constant("y_weight").orElseThrow()))
                .containsExactly(10, 20, 10, 20, 30, 40, 30, 40);
        assertThat(folded.nodes()).hasSize(1);
        assertThat(folded.nodes().get(0).inputs()).containsExactly("x", "y_weight");
    }

    @Test
    void findsTheChannelsOfAMatrixProductEitherWay() {
        assertThat(gemmTimes10And100(0)).containsExactly(10, 200, 30, 400);
        assertThat(gemmTimes10And100(1)).containsExactly(10, 20, 300, 400);
    }

    private float[] gemmTimes10And100(long transposed) {
        Graph graph =
                graph(13)
                        .input(floats("x", 1, 2))
                        .output(floats("y", 1, 2))
                        .initializer(constant("w", dims(2, 2), 1, 2, 3, 4))
                        .initializer(constant("k", dims(2), 10, 100))
                        .node(node("Gemm", "x,w", "c", Attribute.of("transB", transposed)))
                        .node(node("Mul", "k,c", "y"))
                        .build();
        return Weights.floats(arithmetic.apply(graph).constant("y_weight").orElseThrow());
    }

    @Test
    void foldsEachArithmeticOperator() {
        for (String op : new String[] {"Add", "Sub", "Mul", "Div"}) {
            arithmetic.rewrites(op, withConstant(op, "c,k", constant("k", dims(2, 1, 1), 2, 4)));
        }
    }

    @Test
    void foldsASingleNumber() {
        arithmetic.rewrites("number", withConstant("Mul", "k,c", constant("k", dims(), 2)));
    }

    @Test
    void keepsAWeightThatTwoConvolutionsShare() {
        normalization.rewrites(
                "shared_weight",
                normalized(pointwise("x,w"), "c")
                        .output(floats("z", 1, 2, 1, 1))
                        .node(node("Conv", "x,w", "z"))
                        .build());
    }

    @Test
    void doesNotFireWhenTheConvolutionHasAnotherReader() {
        normalization.doesNotFireOn(
                normalized(pointwise("x,w,b"), "c")
                        .output(floats("z", 1, 2, 1, 1))
                        .node(node("Relu", "c", "z"))
                        .build());
    }

    @Test
    void doesNotFireWhenTheConvolutionIsAGraphOutput() {
        normalization.doesNotFireOn(
                normalized(pointwise("x,w,b"), "c").output(floats("c", 1, 2, 1, 1)).build());
    }

    @Test
    void doesNotFireInTraining() {
        normalization.doesNotFireOn(
                normalized(pointwise("x,w,b"), "c", Attribute.of("training_mode", 1L)).build());
    }

    @Test
    void doesNotFireWhereTheVarianceIsNotConstant() {
        normalization.doesNotFireOn(
                normalized(pointwise("x,w,b"), "c").input(floats("variance", 2)).build());
    }

    @Test
    void doesNotFireWhereAFoldedWeightWouldNotBeFinite() {
        arithmetic.doesNotFireOn(
                withConstant("Mul", "c,k", constant("k", dims(2, 1, 1), Float.MAX_VALUE, 1)));
        arithmetic.doesNotFireOn(withConstant("Div", "c,k", constant("k", dims(2, 1, 1), 0, 1)));
    }

    @Test
    void doesNotFireAlongAnotherAxis() {
        arithmetic.doesNotFireOn(withConstant("Mul", "c,k", constant("k", dims(2), 2, 4)));
        arithmetic.doesNotFireOn(withConstant("Mul", "c,k", constant("k", dims(2, 1, 1, 1), 2, 4)));
    }

    @Test
    void doesNotFireWhereTheConstantWidensTheResult() {
        arithmetic.doesNotFireOn(withConstant("Mul", "c,k", constant("k", dims(1, 1, 1, 1, 1), 2)));
    }

    @Test
    void doesNotFireOnAConstantMinusTheConvolution() {
        arithmetic.doesNotFireOn(withConstant("Sub", "k,c", constant("k", dims(2, 1, 1), 2, 4)));
    }

    @Test
    void doesNotFireOnAConstantThatCanBeOverridden() {
        Tensor k = constant("k", dims(2, 1, 1), 2, 4);
        arithmetic.doesNotFireOn(
                withConstant("Mul", "c,k", k).toBuilder().input(floats("k", 2, 1, 1)).build());
    }

    private static Graph withConstant(String op, String inputs, Tensor k) {
        return pointwise("x,w,b")
                .output(floats("y", 1, 2, 1, 1))
                .initializer(k)
                .node(node(op, inputs, "y"))
                .build();
    }

    private static Graph.Builder pointwise(String inputs) {
        Graph.Builder builder =
                graph(13)
                        .input(floats("x", 1, 2, 1, 1))
                        .initializer(constant("w", dims(2, 2, 1, 1), 1, 2, 3, 4))
                        .node(node("Conv", inputs, "c"));
        return inputs.contains("b") ? builder.initializer(constant("b", dims(2), 5, 6)) : builder;
    }

    private static Graph.Builder normalized(
            Graph.Builder builder, String value, Attribute... attributes) {
        return builder.output(floats("y", 1, 2, 1, 1))
                .initializer(constant("gamma", dims(2), 2, 3))
                .initializer(constant("beta", dims(2), 4, 5))
                .initializer(constant("mean", dims(2), 6, 7))
                .initializer(constant("variance", dims(2), 0.25, 4))
                .node(
                        node(
                                "BatchNormalization",
                                value + ",gamma,beta,mean,variance",
                                "y",
                                attributes));
    }
}
