package dev.vernier.numeric;

import dev.vernier.kernel.PairKernel;

/**
 * Half the largest |w0 + w1| of two neighbours of one sign, for each output channel: what equation
 * (21) needs to know.
 *
 * <p>Half, as a sum could overflow. NaN shows, and so does an infinity. Stateless; one pass.
 */
public final class PairMagnitudes {

    private PairMagnitudes() {}

    /**
     * The largest mean of a pair in each channel, over all stacks.
     *
     * @param values the whole weight
     * @throws IllegalArgumentException if there are not as many values as the layout has elements
     */
    public static float[] of(PairLayout layout, float[] values) {
        if (values.length != layout.elements()) {
            throw new IllegalArgumentException(
                    "values must be as many as the weight's; values="
                            + values.length
                            + ", weight="
                            + layout.elements());
        }
        float[] largest = new float[layout.channels()];
        for (int stack = 0; stack < layout.stacks(); stack++) {
            if (layout.channelsLast()) {
                acrossRows(layout, values, stack, largest);
            } else {
                withinChannels(layout, values, stack, largest);
            }
        }
        return largest;
    }

    private static void acrossRows(PairLayout layout, float[] values, int stack, float[] largest) {
        int last = layout.depth() - 1;
        for (int k = 0; k < last; k += 2) {
            PairKernel.raise(
                    values, layout.index(stack, 0, k), layout.index(stack, 0, k + 1), largest);
        }
        if (last % 2 == 0) {
            PairKernel.raise(values, layout.index(stack, 0, last), largest);
        }
    }

    private static void withinChannels(
            PairLayout layout, float[] values, int stack, float[] largest) {
        for (int channel = 0; channel < largest.length; channel++) {
            largest[channel] =
                    PairKernel.largest(
                            values,
                            layout.index(stack, channel, 0),
                            layout.positions(),
                            1,
                            layout.depth(),
                            layout.positions(),
                            largest[channel]);
        }
    }
}
