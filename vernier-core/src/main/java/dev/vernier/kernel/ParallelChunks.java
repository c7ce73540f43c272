package dev.vernier.kernel;

import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;

/**
 * Runs a loop over a long array in pieces on the common pool.
 *
 * <p>Only for loops whose elements do not depend on each other: then the result has the same bits
 * whatever the number of threads. Short arrays run in the calling thread, where handing out pieces
 * would cost more than the loop.
 */
public final class ParallelChunks {

    /** Elements of a piece: 256 KB of floats, within a second-level cache. */
    static final int CHUNK = 1 << 16;

    private static final int SERIAL_UP_TO = 4 * CHUNK;

    /** The loop over one piece. */
    @FunctionalInterface
    public interface Piece {
        void run(int from, int length);
    }

    private ParallelChunks() {}

    public static void run(int length, Piece piece) {
        if (length <= SERIAL_UP_TO) {
            piece.run(0, length);
            return;
        }
        IntStream chunks = IntStream.range(0, (length - 1) / CHUNK + 1);
        // Without workers the pool would run the pieces all the same, but not in order.
        (ForkJoinPool.getCommonPoolParallelism() > 0 ? chunks.parallel() : chunks)
                .forEach(
                        chunk -> {
                            int from = chunk * CHUNK;
                            piece.run(from, Math.min(CHUNK, length - from));
                        });
    }
}
