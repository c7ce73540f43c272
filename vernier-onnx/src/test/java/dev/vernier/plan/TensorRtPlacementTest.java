package dev.vernier.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.Graph;
import dev.vernier.target.Target;
import dev.vernier.target.Targets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** TensorRT's placement of whole blocks, written down from its rules and not from our output. */
class TensorRtPlacementTest {

    @Test
    void identityBlockOfResNet() {
        Graph graph = TensorRtBlocks.identityBlock();

        assertThat(placed(graph))
                .isEqualTo(
                        """
                        conv0 reads x times w1
                        relu1 no-integer-kernel
                        conv2 reads r1 times w2
                        add3 reads x
                        relu4 no-integer-kernel
                        conv5 reads r2 times w3
                        """);
    }

    @Test
    void shorterBranchOfAProjectionBlockIsTheShortcut() {
        Graph graph = TensorRtBlocks.projectionBlock();

        assertThat(placed(graph)).endsWith("add4 reads p\n");
    }

    @Test
    void sumOfTwoOtherThingsIsLeftAlone() {
        Graph graph = TensorRtBlocks.sumBehindTanh();

        assertThat(placed(graph)).endsWith("tanh1 no-integer-kernel\nadd2 not-fused\n");
    }

    @Test
    void convolutionThatOthersReadCannotTakeTheSum() {
        Graph graph = TensorRtBlocks.sumReadTwice();

        assertThat(placed(graph)).contains("add1 not-fused\n");
    }

    @Test
    void blockOfMobileNetWithSqueezeAndExcitation() {
        Graph graph = TensorRtBlocks.mobileBlock();

        assertThat(placed(graph))
                .isEqualTo(
                        """
                        conv0 reads x times we
                        sigmoid1 no-integer-kernel
                        mul2 no-integer-kernel
                        conv3 reads em times wd
                        sigmoid4 no-integer-kernel
                        mul5 no-integer-kernel
                        globalaveragepool6 not-fused
                        conv7 narrow-convolution
                        relu8 no-integer-kernel
                        conv9 reads sr times wx
                        sigmoid10 no-integer-kernel
                        mul11 no-integer-kernel
                        conv12 reads m times wp
                        add13 reads x
                        """);
    }

    @Test
    void blockOfATransformer() {
        Graph graph = TensorRtBlocks.transformerBlock();

        assertThat(placed(graph))
                .isEqualTo(
                        """
                        matmul0 reads x times wq
                        matmul1 reads x times wk
                        add2 not-fused
                        transpose3 no-integer-kernel
                        matmul4 no-constant-weight
                        softmax5 no-integer-kernel
                        matmul6 no-constant-weight
                        add7 not-fused
                        matmul8 reads r times wo
                        """);
    }

    @Test
    void inputsOfAConcatTakeTheScaleOfItsOutput() {
        Graph graph = TensorRtBlocks.concat();
        Placement placement = Placement.of(graph, Targets.TENSORRT);

        assertThat(placed(graph)).contains("concat2 reads a, b writes c\n");
        assertThat(placement.scaleSource("a")).isEqualTo("c");
        assertThat(placement.scaleSource("b")).isEqualTo("c");
        assertThat(placement.watched()).contains("a", "b", "c", "x");
    }

    @Test
    void concatThatSomebodyReadsInFloatStaysInFloat() {
        Graph graph = TensorRtBlocks.concatReadInFloat();

        assertThat(placed(graph)).contains("concat0 not-fused\n");
    }

    @Test
    void averageBetweenProductsReadsIntegers() {
        Graph graph = TensorRtBlocks.average();

        assertThat(placed(graph)).contains("globalaveragepool2 reads r\n", "gemm4 reads f");
    }

    @Test
    void productOfAVectorStaysInFloat() {
        Graph graph = TensorRtBlocks.vectorProduct();

        assertThat(placed(graph)).isEqualTo("matmul0 vector-product\n");
        assertThat(placed(graph, Targets.PORTABLE)).isEqualTo("matmul0 reads x times w\n");
    }

    @Test
    void narrowConvolutions() {
        assertThat(narrow(8, 3, 1, 3, 3)).as("widened graph input").isFalse();
        assertThat(narrow(12, 3, 1, 3, 3)).as("not a multiple of 8").isTrue();
        assertThat(narrow(8, 3, 1, 1, 7)).as("kernel not square").isTrue();
        assertThat(narrow(16, 16, 1, 1, 7)).as("wide").isFalse();
        assertThat(narrow(32, 1, 32, 3, 3)).as("depthwise").isFalse();
        assertThat(narrow(32, 1, 32, 1, 1)).as("depthwise without neighbours").isTrue();
        assertThat(narrow(12, 1, 12, 3, 3)).as("depthwise, not a multiple of 8").isTrue();
    }

    private static boolean narrow(long outputs, long inputs, long group, long... kernel) {
        Graph graph =
                SmallGraphs.withInput(inputs * group, 9, 9)
                        .constant("w", outputs, inputs, kernel[0], kernel[1])
                        .node("y", "Conv", List.of("x", "w"), Attribute.of("group", group))
                        .output("y", outputs, 9, 9);
        return placed(graph).contains("narrow-convolution");
    }

    private static String placed(Graph graph) {
        return placed(graph, Targets.TENSORRT);
    }

    private static String placed(Graph graph, Target target) {
        return Placement.of(graph, target).decisions().stream()
                .map(TensorRtPlacementTest::line)
                .collect(Collectors.joining());
    }

    private static String line(NodeDecision decision) {
        if (!decision.isInteger()) {
            return decision.node() + " " + decision.reason().id() + "\n";
        }
        return decision.node()
                + " reads "
                + String.join(", ", decision.quantizedInputs())
                + decision.weight().map(weight -> " times " + weight).orElse("")
                + decision.quantizedOutput().map(output -> " writes " + output).orElse("")
                + "\n";
    }
}
