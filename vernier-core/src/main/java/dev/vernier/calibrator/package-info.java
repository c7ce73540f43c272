/**
 * From statistics to a range: which part of a tensor's values the grid should cover.
 *
 * <p>Place in the flow: after {@code statistics}, before the plan. In come {@link
 * dev.vernier.statistics.TensorStatistics} and a {@link dev.vernier.numeric.LinearScheme}, out goes
 * a {@link dev.vernier.numeric.Range}, from which the scheme makes scale and zero point. {@link
 * dev.vernier.calibrator.Calibrators} lists the methods by name.
 *
 * <p>Invariant: a calibrator reads the statistics and nothing else, so that the order of the
 * samples cannot show, and no model runs again to try another method or bit width.
 */
package dev.vernier.calibrator;
