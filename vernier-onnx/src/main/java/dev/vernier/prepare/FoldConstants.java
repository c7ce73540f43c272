package dev.vernier.prepare;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.GraphRule;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Computes what a node makes of constants alone, so that weights are seen where they are used:
 *
 * <pre>
 * t = Transpose(w);  y = MatMul(x, t)  ->  const t;  y = MatMul(x, t)
 * </pre>
 *
 * <p>Operators that only rename axes leave the elements where they are, on the heap or in the file.
 * Others put the result on the heap, so they are left alone where it would take more than {@value
 * #LARGEST} bytes, or more than twice its inputs beyond the first {@value #SMALL}: a constant that
 * is cheap to keep is not blown up. All results together take {@value #LARGEST_IN_ALL} bytes at
 * most; what is left alone then stays in float, for want of a constant weight. Whole-number
 * arithmetic on shapes is done by {@link InferSymbolicShapes}. Does not fire on a graph output.
 *
 * <p>One instance a graph, since it counts.
 */
final class FoldConstants implements GraphRule {

    static final long LARGEST = 64L << 20;
    static final long SMALL = 64L << 10;
    static final long LARGEST_IN_ALL = 256L << 20;

    /** Whose results are the elements of their inputs. */
    private static final Set<String> RENAMING =
            Set.of("Reshape", "Squeeze", "Unsqueeze", "Flatten");

    /** What a node gives for constant inputs; empty where it is not known how. */
    @FunctionalInterface
    interface Folder {
        Optional<Tensor> fold(Node node, List<Tensor> inputs, List<Long> dimensions);
    }

    private static final Map<String, Folder> FOLDERS =
            Map.ofEntries(
                    Map.entry("Reshape", ConstantMovement::reshape),
                    Map.entry("Squeeze", ConstantMovement::reshape),
                    Map.entry("Unsqueeze", ConstantMovement::reshape),
                    Map.entry("Flatten", ConstantMovement::reshape),
                    Map.entry("Transpose", ConstantMovement::transpose),
                    Map.entry("Concat", ConstantMovement::concat),
                    Map.entry("Slice", ConstantMovement::slice),
                    Map.entry("Cast", ConstantArithmetic::cast),
                    Map.entry("Add", ConstantArithmetic.binary((a, b) -> a + b)),
                    Map.entry("Sub", ConstantArithmetic.binary((a, b) -> a - b)),
                    Map.entry("Mul", ConstantArithmetic.binary((a, b) -> a * b)),
                    Map.entry("Div", ConstantArithmetic.binary((a, b) -> a / b)),
                    Map.entry("Neg", ConstantArithmetic.unary(a -> -a)),
                    Map.entry("Sqrt", ConstantArithmetic.unary(a -> (float) Math.sqrt(a))),
                    Map.entry("Reciprocal", ConstantArithmetic.unary(a -> 1 / a)));

    private long left;

    FoldConstants() {
        this(LARGEST_IN_ALL);
    }

    /**
     * @param left bytes that all results may take together
     */
    FoldConstants(long left) {
        this.left = left;
    }

    @Override
    public Optional<GraphEdit> apply(Node node, Graph graph) {
        if (!node.op().isOnnx()
                || !FOLDERS.containsKey(node.op().name())
                || graph.isOutput(node.output())) {
            return Optional.empty();
        }
        Optional<List<Tensor>> inputs = constants(node, graph);
        Optional<List<Long>> dimensions =
                graph.shape(node.output()).flatMap(ConstantMovement::lengths);
        if (inputs.isEmpty() || dimensions.isEmpty()) {
            return Optional.empty();
        }
        if (RENAMING.contains(node.op().name())) {
            return folded(node, inputs.get(), dimensions.get()).map(tensor -> edit(node, tensor));
        }
        long elements = dimensions.get().stream().reduce(1L, Math::multiplyExact);
        if (inputs.get().get(0).type().bytes(elements) > left) {
            return Optional.empty();
        }
        Optional<Tensor> result = folded(node, inputs.get(), dimensions.get());
        result.ifPresent(tensor -> left -= tensor.data().size());
        return result.map(tensor -> edit(node, tensor));
    }

    private static Optional<Tensor> folded(Node node, List<Tensor> inputs, List<Long> dimensions) {
        return Optional.ofNullable(FOLDERS.get(node.op().name()))
                .flatMap(folder -> folder.fold(node, inputs, dimensions));
    }

    private static GraphEdit edit(Node node, Tensor tensor) {
        return new GraphEdit().remove(node).initializer(tensor);
    }

    private static Optional<List<Tensor>> constants(Node node, Graph graph) {
        List<Tensor> constants = new ArrayList<>();
        for (int input = 0; input < node.inputs().size(); input++) {
            Optional<Tensor> constant = graph.constantInput(node, input);
            if (constant.isEmpty()) {
                return Optional.empty();
            }
            constants.add(constant.get());
        }
        return constants.isEmpty() ? Optional.empty() : Optional.of(constants);
    }

    /** Whether a result of so many bytes may be put on the heap. */
    static boolean fits(long bytes, List<Tensor> inputs) {
        long given = inputs.stream().mapToLong(tensor -> tensor.data().size()).sum();
        return bytes <= LARGEST && bytes <= Math.max(SMALL, 2 * given);
    }
}
