package dev.vernier.collect;

import java.util.Map;

/**
 * How statistics are collected.
 *
 * @param threads how many samples are run at the same time; 0: one a core, at most 8, and no more
 *     than fit into some 512 MB with all that is watched of them
 * @param nonFinite what becomes of NaN and infinities
 * @param channelAxes tensors to summarise by channel too: the channels' axis by name of tensor,
 *     negative if counted from the end of the shape
 * @param progress told of every sample that is done
 */
public record CollectionOptions(
        int threads,
        NonFinitePolicy nonFinite,
        Map<String, Integer> channelAxes,
        Progress progress) {

    private static final int MOST_THREADS = 8; // each has activations and accumulators of its own

    /** What becomes of values that are not finite. */
    public enum NonFinitePolicy {
        /** The collection fails, naming tensor, node and sample. */
        REFUSE,
        /** They are left out, counted and noted. */
        IGNORE
    }

    public static final CollectionOptions DEFAULT =
            new CollectionOptions(0, NonFinitePolicy.REFUSE, Map.of(), (done, total) -> {});

    public CollectionOptions {
        if (threads < 0) {
            throw new IllegalArgumentException("threads must be at least 0; threads=" + threads);
        }
        channelAxes = Map.copyOf(channelAxes);
    }

    int workers() {
        return threads > 0
                ? threads
                : Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    }

    public CollectionOptions withThreads(int number) {
        return new CollectionOptions(number, nonFinite, channelAxes, progress);
    }

    public CollectionOptions withNonFinite(NonFinitePolicy policy) {
        return new CollectionOptions(threads, policy, channelAxes, progress);
    }

    public CollectionOptions withChannelAxes(Map<String, Integer> axes) {
        return new CollectionOptions(threads, nonFinite, axes, progress);
    }

    public CollectionOptions withProgress(Progress listener) {
        return new CollectionOptions(threads, nonFinite, channelAxes, listener);
    }
}
