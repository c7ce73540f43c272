package dev.vernier.target;

import dev.vernier.graph.Node;
import java.util.Optional;

/** What an operator can do once its inputs come through DequantizeLinear. */
public sealed interface OperatorRole {

    /** Whether a node of the operator has the form that can play the role. */
    default boolean covers(Node node) {
        return true;
    }

    /**
     * Multiplies a quantized input by a quantized constant: Conv, Gemm, MatMul.
     *
     * <p>The data is input 0, the weight input 1, the bias input 2 where there is one.
     *
     * @param layout where the weight has its output channels
     * @param output whether the integer kernel needs QuantizeLinear behind it
     */
    record Weighted(WeightLayout layout, OutputForm output) implements OperatorRole {}

    /**
     * Multiplies what it reads, which it quantizes itself as it comes, by constant weights stored
     * in integers: LSTM.
     */
    record Recurrent() implements OperatorRole {}

    /**
     * Projects what it reads, quantized as it comes, by a constant weight stored in integers, and
     * goes on in float: Attention of domain com.microsoft.
     */
    record Projecting() implements OperatorRole {}

    /** Looks up rows of a constant table, which can be stored in integers: Gather. */
    record Lookup() implements OperatorRole {}

    /**
     * Computes in integers when every input and the output are quantized, each with a scale of its
     * own: Add, Concat, pooling.
     */
    record Joining() implements OperatorRole {}

    /**
     * Grows in a line between two flat ends, at 0 and 1: a product by its slope, whose rounding to
     * a grid from 0 to 1 clamps where the ends are. HardSigmoid; needs an affine grid of
     * activations.
     */
    record Saturating() implements OperatorRole {

        private static final float GENTLEST = 1e-6f;
        private static final float STEEPEST = 1e6f;

        /** Where the line rises, and is between its ends at 0. */
        @Override
        public boolean covers(Node node) {
            float slope = node.attribute("alpha", 0.2f);
            float middle = node.attribute("beta", 0.5f);
            return slope >= GENTLEST && slope <= STEEPEST && middle >= 0 && middle <= 1;
        }
    }

    /**
     * Only moves or selects values, so input and output share scale and zero point: MaxPool.
     *
     * @param mode the attribute that must have this value if it is there: Resize moves values only
     *     if it takes the nearest
     */
    record Moving(Optional<String> mode) implements OperatorRole {

        public Moving() {
            this(Optional.empty());
        }

        /** With one output: where the largest value stood is no value to move. */
        @Override
        public boolean covers(Node node) {
            return node.outputs().size() == 1
                    && mode.stream().allMatch(m -> node.attribute("mode", m).equals(m));
        }
    }

    /**
     * Has an integer kernel that would lose too much, so it is kept in float where the runtime
     * would take it unasked: Softmax, whose results are many small numbers next to a large one.
     */
    record Shunned() implements OperatorRole {}

    /**
     * Cuts values off, which the QuantizeLinear behind it does as well if its range lies inside:
     * Relu, Clip. It disappears into the operator before it.
     */
    record Clipping() implements OperatorRole {}

    /**
     * Adds a shortcut to the result of a convolution, which takes the sum into its kernel if the
     * shortcut comes in integers: Add.
     */
    record Residual() implements OperatorRole {}

    /** Averages integers if integers stand before and behind it. */
    record Averaging() implements OperatorRole {}

    /** Puts values side by side in integers if all have the scale of its output: Concat. */
    record Sharing() implements OperatorRole {}
}
