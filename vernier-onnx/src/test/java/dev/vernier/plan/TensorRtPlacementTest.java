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

    private static final Attribute SAME = Attribute.ofInts("pads", 1, 1, 1, 1);

    @Test
    void identityBlockOfResNet() {
        Graph graph =
                SmallGraphs.withInput(64, 8, 8)
                        .constant("w1", 64, 64, 3, 3)
                        .constant("w2", 64, 64, 3, 3)
                        .constant("w3", 64, 64, 1, 1)
                        .constant("b", 64)
                        .node("c1", "Conv", List.of("x", "w1", "b"), SAME)
                        .node("r1", "Relu", List.of("c1"))
                        .node("c2", "Conv", List.of("r1", "w2", "b"), SAME)
                        .node("a", "Add", List.of("c2", "x"))
                        .node("r2", "Relu", List.of("a"))
                        .node("y", "Conv", List.of("r2", "w3", "b"))
                        .output("y", 64, 8, 8);

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
        Graph graph =
                SmallGraphs.withInput(64, 8, 8)
                        .constant("w", 64, 64, 1, 1)
                        .node("p", "Conv", List.of("x", "w"))
                        .node("c1", "Conv", List.of("x", "w"))
                        .node("r1", "Relu", List.of("c1"))
                        .node("c2", "Conv", List.of("r1", "w"))
                        .node("y", "Add", List.of("p", "c2"))
                        .output("y", 64, 8, 8);

        assertThat(placed(graph)).endsWith("add4 reads p\n");
    }

    @Test
    void sumOfTwoOtherThingsIsLeftAlone() {
        Graph graph =
                SmallGraphs.withInput(64, 8, 8)
                        .constant("w", 64, 64, 1, 1)
                        .node("c", "Conv", List.of("x", "w"))
                        .node("t", "Tanh", List.of("c"))
                        .node("y", "Add", List.of("t", "x"))
                        .output("y", 64, 8, 8);

        assertThat(placed(graph)).endsWith("tanh1 no-integer-kernel\nadd2 not-fused\n");
    }

    @Test
    void convolutionThatOthersReadCannotTakeTheSum() {
        Graph graph =
                SmallGraphs.withInput(64, 8, 8)
                        .constant("w", 64, 64, 1, 1)
                        .node("c", "Conv", List.of("x", "w"))
                        .node("a", "Add", List.of("c", "x"))
                        .node("y", "Mul", List.of("a", "c"))
                        .output("y", 64, 8, 8);

        assertThat(placed(graph)).contains("add1 not-fused\n");
    }

    @Test
    void blockOfMobileNetWithSqueezeAndExcitation() {
        Graph graph =
                SmallGraphs.withInput(24, 8, 8)
                        .constant("we", 96, 24, 1, 1)
                        .constant("wd", 96, 1, 3, 3)
                        .constant("ws", 6, 96, 1, 1)
                        .constant("wx", 96, 6, 1, 1)
                        .constant("wp", 24, 96, 1, 1)
                        .node("e", "Conv", List.of("x", "we"))
                        .node("es", "Sigmoid", List.of("e"))
                        .node("em", "Mul", List.of("e", "es"))
                        .node("d", "Conv", List.of("em", "wd"), Attribute.of("group", 96), SAME)
                        .node("ds", "Sigmoid", List.of("d"))
                        .node("dm", "Mul", List.of("d", "ds"))
                        .node("g", "GlobalAveragePool", List.of("dm"))
                        .node("s", "Conv", List.of("g", "ws"))
                        .node("sr", "Relu", List.of("s"))
                        .node("u", "Conv", List.of("sr", "wx"))
                        .node("us", "Sigmoid", List.of("u"))
                        .node("m", "Mul", List.of("dm", "us"))
                        .node("p", "Conv", List.of("m", "wp"))
                        .node("y", "Add", List.of("p", "x"))
                        .output("y", 24, 8, 8);

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
        Graph graph =
                SmallGraphs.withInput(8, 32)
                        .constant("wq", 32, 32)
                        .constant("wk", 32, 32)
                        .constant("bias", 32)
                        .constant("wo", 32, 128)
                        .node("q", "MatMul", List.of("x", "wq"))
                        .node("k", "MatMul", List.of("x", "wk"))
                        .node("qb", "Add", List.of("q", "bias"))
                        .node("kt", "Transpose", List.of("k"), Attribute.ofInts("perm", 0, 2, 1))
                        .node("s", "MatMul", List.of("qb", "kt"))
                        .node("a", "Softmax", List.of("s"))
                        .node("v", "MatMul", List.of("a", "x"))
                        .node("r", "Add", List.of("v", "x"))
                        .node("y", "MatMul", List.of("r", "wo"))
                        .output("y", 8, 128);

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
        Graph graph =
                SmallGraphs.withInput(32, 8, 8)
                        .constant("w", 32, 32, 1, 1)
                        .constant("v", 32, 64, 1, 1)
                        .node("a", "Conv", List.of("x", "w"))
                        .node("b", "Conv", List.of("a", "w"))
                        .node("c", "Concat", List.of("a", "b"), Attribute.of("axis", 1))
                        .node("y", "Conv", List.of("c", "v"))
                        .output("y", 32, 8, 8);
        Placement placement = Placement.of(graph, Targets.TENSORRT);

        assertThat(placed(graph)).contains("concat2 reads a, b writes c\n");
        assertThat(placement.scaleSource("a")).isEqualTo("c");
        assertThat(placement.scaleSource("b")).isEqualTo("c");
        assertThat(placement.watched()).contains("a", "b", "c", "x");
    }

    @Test
    void concatThatSomebodyReadsInFloatStaysInFloat() {
        Graph graph =
                SmallGraphs.withInput(32, 8, 8)
                        .constant("v", 32, 64, 1, 1)
                        .node("c", "Concat", List.of("x", "x"), Attribute.of("axis", 1))
                        .node("d", "Conv", List.of("c", "v"))
                        .node("t", "Tanh", List.of("c"))
                        .node("y", "Concat", List.of("d", "t"), Attribute.of("axis", 1))
                        .output("y", 96, 8, 8);

        assertThat(placed(graph)).contains("concat0 not-fused\n");
    }

    @Test
    void averageBetweenProductsReadsIntegers() {
        Graph graph =
                SmallGraphs.withInput(32, 8, 8)
                        .constant("w", 32, 32, 1, 1)
                        .constant("v", 32, 64)
                        .node("c", "Conv", List.of("x", "w"))
                        .node("r", "Relu", List.of("c"))
                        .node("g", "GlobalAveragePool", List.of("r"))
                        .node("f", "Flatten", List.of("g"))
                        .node("y", "Gemm", List.of("f", "v"))
                        .output("y", 64);

        assertThat(placed(graph)).contains("globalaveragepool2 reads r\n", "gemm4 reads f");
    }

    @Test
    void productOfAVectorStaysInFloat() {
        Graph graph =
                SmallGraphs.withInput(32)
                        .constant("w", 32, 1)
                        .node("y", "MatMul", List.of("x", "w"))
                        .output("y", 1);

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
