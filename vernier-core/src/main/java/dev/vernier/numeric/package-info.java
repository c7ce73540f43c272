/**
 * The equations of docs/equations.md, each in one place, and nowhere else in Vernier.
 *
 * <p>Place in the flow: above {@code kernel}, whose loops it calls; below {@code statistics} and
 * {@code calibrator}. In come a {@link dev.vernier.numeric.Range} of real values, a {@link
 * dev.vernier.numeric.LinearScheme} and float tensors; out go {@link
 * dev.vernier.numeric.QuantizationParameters}, integer codes and error measures.
 *
 * <p>Invariant: rounding is to nearest, ties to even; a scale always divides; real zero is always a
 * code; whatever is computed over arrays equals the scalar definition bit for bit, whatever the
 * number of threads. NaN is refused before it gets here.
 */
package dev.vernier.numeric;
