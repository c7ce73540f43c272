package dev.vernier.calibrator;

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
}
