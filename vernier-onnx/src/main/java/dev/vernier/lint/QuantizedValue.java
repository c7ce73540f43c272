package dev.vernier.lint;

import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import java.util.Optional;

/**
 * A QuantizeLinear or DequantizeLinear and what is known of its constants.
 *
 * @param node the operator
 * @param scale its scales, if they are constant
 * @param zeroPoint its zero points, if there are any and they are constant
 * @param codes what a DequantizeLinear reads, if that is constant
 */
record QuantizedValue(
        Node node, Optional<Tensor> scale, Optional<Tensor> zeroPoint, Optional<Tensor> codes) {

    boolean isPerChannel() {
        return scale.filter(s -> s.elements() > 1 && s.rank() == 1).isPresent();
    }

    boolean isDequantize() {
        return node.is("DequantizeLinear");
    }

    /** The axis of scales per channel, counted from 0. */
    int axis(int rank) {
        long axis = node.attribute("axis", 1L);
        return (int) (axis < 0 ? axis + rank : axis);
    }
}
