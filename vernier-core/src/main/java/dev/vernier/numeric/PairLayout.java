package dev.vernier.numeric;

/**
 * In which order the weights of an output channel are multiplied, and so which two are neighbours.
 *
 * <p>A weight lies in memory as (stacks, channels, depth, positions), or with the channels last as
 * (stacks, depth, channels). Kernels read the weights of a channel position by position and, for
 * each, along the depth: neighbours are 0 and 1, 2 and 3, ... of that order. For a convolution (M,
 * C/group, k...) the depth is C/group, and the positions are those of the kernel.
 *
 * @param stacks matrices in a stack
 * @param channels output channels
 * @param depth values that are reduced at each position
 * @param positions of a convolution's kernel, 1 for a product of matrices
 * @param channelsLast whether the channel is the innermost axis; then there is one position
 */
public record PairLayout(int stacks, int channels, int depth, int positions, boolean channelsLast) {

    public PairLayout {
        if (channelsLast && positions != 1) {
            throw new IllegalArgumentException(
                    "positions must be 1 where channels are last; positions=" + positions);
        }
        Shape.elements(stacks, channels, depth, positions); // refuses negative ones and overflow
    }

    /** A convolution's weight (M, C/group, k...). */
    public static PairLayout convolution(long... shape) {
        return new PairLayout(
                1,
                Math.toIntExact(shape[0]),
                Math.toIntExact(shape[1]),
                Math.toIntExact(Shape.after(1, shape)),
                false);
    }

    /** A matrix (N, K), or a stack of them: each row is a channel. */
    public static PairLayout rows(long... shape) {
        int rank = shape.length;
        return new PairLayout(
                Math.toIntExact(Shape.before(rank - 2, shape)),
                Math.toIntExact(shape[rank - 2]),
                Math.toIntExact(shape[rank - 1]),
                1,
                false);
    }

    /** A matrix (K, N), or a stack of them: each column is a channel. */
    public static PairLayout columns(long... shape) {
        int rank = shape.length;
        return new PairLayout(
                Math.toIntExact(Shape.before(rank - 2, shape)),
                Math.toIntExact(shape[rank - 1]),
                Math.toIntExact(shape[rank - 2]),
                1,
                true);
    }

    public long elements() {
        return Shape.elements(stacks, channels, depth, positions);
    }

    /** Values that are reduced to one of a channel. */
    public int reduced() {
        return depth * positions;
    }

    /** Where in memory the {@code k}-th weight of a channel stands. */
    public int index(int stack, int channel, int k) {
        return channelsLast
                ? (stack * depth + k) * channels + channel
                : ((stack * channels + channel) * depth + k % depth) * positions + k / depth;
    }
}
