/**
 * Calibration tables of other tools: the range of each tensor, and nothing else.
 *
 * <p>In: a file that ONNX Runtime's Python tools or TensorRT wrote, or statistics and a calibrator.
 * Out: a {@link dev.vernier.exchange.CalibrationTable}, which counts as statistics for planning or
 * is written in the form that the other tool reads.
 *
 * <p>Invariants: a file is told by its content, every length in it is checked before it is trusted,
 * and the same table gives the same bytes.
 */
package dev.vernier.exchange;
