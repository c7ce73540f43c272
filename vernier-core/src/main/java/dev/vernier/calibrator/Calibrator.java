package dev.vernier.calibrator;

import dev.vernier.numeric.CodeBook;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.Range;
import dev.vernier.statistics.TensorStatistics;

/**
 * Decides which range of a tensor's values a grid should cover; values outside are clipped.
 *
 * <p>Implementations are immutable and deterministic. What they do with NaN and infinities:
 * nothing, the statistics count them apart and refusing them is the caller's decision.
 */
public interface Calibrator {

    /** The name by which {@link Calibrators#named} finds it, with its parameter. */
    String name();

    /**
     * The range to cover; for a symmetric scheme it is symmetric.
     *
     * @throws IllegalArgumentException if the statistics have no finite value
     */
    Range range(TensorStatistics statistics, LinearScheme scheme);

    /**
     * The range to cover with a code book: symmetric, its end is what the level of the largest
     * magnitude stands for ({@link dev.vernier.numeric.CodeBookGrid#covering}).
     *
     * <p>Methods that look at the values alone choose as for a symmetric scheme.
     *
     * @throws IllegalArgumentException if the statistics have no finite value
     */
    default Range range(TensorStatistics statistics, CodeBook book) {
        return range(statistics, LinearScheme.INT8_SYMMETRIC);
    }
}
