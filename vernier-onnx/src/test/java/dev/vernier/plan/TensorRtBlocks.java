package dev.vernier.plan;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.Graph;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The blocks that the rules of TensorRT speak of, each with a twin that a rule leaves alone. */
public final class TensorRtBlocks {

    private static final Attribute SAME = Attribute.ofInts("pads", 1, 1, 1, 1);

    private TensorRtBlocks() {}

    /** All of them by name. */
    public static Map<String, Supplier<Graph>> all() {
        return new TreeMap<>(
                Map.ofEntries(
                        Map.entry("identity-block", TensorRtBlocks::identityBlock),
                        Map.entry("projection-block", TensorRtBlocks::projectionBlock),
                        Map.entry("sum-behind-tanh", TensorRtBlocks::sumBehindTanh),
                        Map.entry("sum-read-twice", TensorRtBlocks::sumReadTwice),
                        Map.entry("mobile-block", TensorRtBlocks::mobileBlock),
                        Map.entry("transformer-block", TensorRtBlocks::transformerBlock),
                        Map.entry("concat", TensorRtBlocks::concat),
                        Map.entry("concat-read-in-float", TensorRtBlocks::concatReadInFloat),
                        Map.entry("average", TensorRtBlocks::average),
                        Map.entry("vector-product", TensorRtBlocks::vectorProduct)));
    }

    /** The block of this name. */
    public static Graph named(String name) {
        return Optional.ofNullable(all().get(name)).orElseThrow().get();
    }

    /** A block of ResNet whose shortcut is its input. */
    static Graph identityBlock() {
        return SmallGraphs.withInput(64, 8, 8)
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
    }

    /** A block of ResNet with a convolution on the shortcut. */
    static Graph projectionBlock() {
        return SmallGraphs.withInput(64, 8, 8)
                .constant("w", 64, 64, 1, 1)
                .node("p", "Conv", List.of("x", "w"))
                .node("c1", "Conv", List.of("x", "w"))
                .node("r1", "Relu", List.of("c1"))
                .node("c2", "Conv", List.of("r1", "w"))
                .node("y", "Add", List.of("p", "c2"))
                .output("y", 64, 8, 8);
    }

    /** A sum that no convolution can take: a Tanh stands between. */
    static Graph sumBehindTanh() {
        return SmallGraphs.withInput(64, 8, 8)
                .constant("w", 64, 64, 1, 1)
                .node("c", "Conv", List.of("x", "w"))
                .node("t", "Tanh", List.of("c"))
                .node("y", "Add", List.of("t", "x"))
                .output("y", 64, 8, 8);
    }

    /** A sum that no convolution can take: somebody else reads its result. */
    static Graph sumReadTwice() {
        return SmallGraphs.withInput(64, 8, 8)
                .constant("w", 64, 64, 1, 1)
                .node("c", "Conv", List.of("x", "w"))
                .node("a", "Add", List.of("c", "x"))
                .node("y", "Mul", List.of("a", "c"))
                .output("y", 64, 8, 8);
    }

    /** An inverted bottleneck of EfficientNet with squeeze and excitation. */
    static Graph mobileBlock() {
        return SmallGraphs.withInput(24, 8, 8)
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
    }

    /** Attention and the product behind it. */
    static Graph transformerBlock() {
        return SmallGraphs.withInput(8, 32)
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
    }

    /** Two results side by side that a convolution reads. */
    static Graph concat() {
        return SmallGraphs.withInput(32, 8, 8)
                .constant("w", 32, 32, 1, 1)
                .constant("v", 32, 64, 1, 1)
                .node("a", "Conv", List.of("x", "w"))
                .node("b", "Conv", List.of("a", "w"))
                .node("c", "Concat", List.of("a", "b"), Attribute.of("axis", 1))
                .node("y", "Conv", List.of("c", "v"))
                .output("y", 32, 8, 8);
    }

    /** The same, and a Tanh that reads them too. */
    static Graph concatReadInFloat() {
        return SmallGraphs.withInput(32, 8, 8)
                .constant("v", 32, 64, 1, 1)
                .node("c", "Concat", List.of("x", "x"), Attribute.of("axis", 1))
                .node("d", "Conv", List.of("c", "v"))
                .node("t", "Tanh", List.of("c"))
                .node("y", "Concat", List.of("d", "t"), Attribute.of("axis", 1))
                .output("y", 96, 8, 8);
    }

    /** An average between products. */
    static Graph average() {
        return SmallGraphs.withInput(32, 8, 8)
                .constant("w", 32, 32, 1, 1)
                .constant("v", 32, 64)
                .node("c", "Conv", List.of("x", "w"))
                .node("r", "Relu", List.of("c"))
                .node("g", "GlobalAveragePool", List.of("r"))
                .node("f", "Flatten", List.of("g"))
                .node("y", "Gemm", List.of("f", "v"))
                .output("y", 64);
    }

    /** A product with a single column of weights. */
    static Graph vectorProduct() {
        return SmallGraphs.withInput(32)
                .constant("w", 32, 1)
                .node("y", "MatMul", List.of("x", "w"))
                .output("y", 1);
    }
}
