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
 * is cheap to keep is not blown up. Whole-number arithmetic on shapes is done by {@link
 * InferSymbolicShapes}. Does not fire on a graph output.
 */
final class FoldConstants implements GraphRule {

    static final long LARGEST = 64L << 20;
    static final long SMALL = 64L << 10;

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
        return Optional.ofNullable(FOLDERS.get(node.op().name()))
                .flatMap(folder -> folder.fold(node, inputs.get(), dimensions.get()))
                .map(tensor -> new GraphEdit().remove(node).initializer(tensor));
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
