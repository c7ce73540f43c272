package dev.vernier.prepare;

import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import java.util.Optional;

/**
 * Where the output channels of a weighted operator lie in its weight.
 *
 * <table>
 * <caption>Weights</caption>
 * <tr><td>Conv</td><td>[M, C/group, kernel...]</td></tr>
 * <tr><td>ConvTranspose</td><td>[C, M/group, kernel...], the groups along C</td></tr>
 * <tr><td>Gemm</td><td>[K, N], or [N, K] where transB is set</td></tr>
 * </table>
 *
 * <p>Source: ONNX operators Conv-11, ConvTranspose-11, Gemm-13.
 *
 * @param channels how many output channels there are
 * @param stride elements between neighbouring channels of a group
 * @param groupChannels output channels of one group
 * @param groupElements weight elements of one group
 */
record ChannelLayout(int channels, long stride, int groupChannels, long groupElements) {

    /** The layout, if the node is one of the three and the weight has elements and its rank. */
    static Optional<ChannelLayout> of(Node node, Tensor weight) {
        if (weight.elements() == 0 || weight.elements() > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        if (node.is("Conv") && weight.rank() >= 3) {
            return Optional.of(along(weight, 0));
        }
        if (node.is("Gemm") && weight.rank() == 2) {
            return Optional.of(along(weight, node.attribute("transB", 0) != 0 ? 0 : 1));
        }
        if (node.is("ConvTranspose") && weight.rank() >= 3) {
            return transposed(weight, node.attribute("group", 1));
        }
        return Optional.empty();
    }

    private static ChannelLayout along(Tensor weight, int axis) {
        long channels = weight.dimensions().get(axis);
        return new ChannelLayout(
                (int) channels, elementsBehind(weight, axis), (int) channels, weight.elements());
    }

    private static Optional<ChannelLayout> transposed(Tensor weight, long group) {
        if (group < 1 || weight.dimensions().get(0) % group != 0) {
            return Optional.empty();
        }
        long channels = weight.dimensions().get(1);
        return Optional.of(
                new ChannelLayout(
                        (int) (channels * group),
                        elementsBehind(weight, 1),
                        (int) channels,
                        weight.elements() / group));
    }

    private static long elementsBehind(Tensor weight, int axis) {
        return weight.dimensions().stream().skip(axis + 1L).reduce(1L, (a, b) -> a * b);
    }

    /** The output channel that an element of the weight belongs to. */
    int channel(long element) {
        return (int) (element / groupElements * groupChannels + element / stride % groupChannels);
    }
}
