/**
 * Writes a plan into a graph: constants become integers with DequantizeLinear behind them, values
 * get pairs of QuantizeLinear and DequantizeLinear.
 *
 * <p>In: a prepared {@code Graph} and a {@code QuantizationPlan}. Out: the quantized {@code Graph};
 * the names of the values that others see do not change. {@link dev.vernier.rewrite.Rewrite} has
 * the rules in order.
 *
 * <p>Invariant: nothing is decided here, the target is only asked what its runtime would do
 * unasked; two graphs that differ only in what the plan does not mention are rewritten alike.
 */
package dev.vernier.rewrite;
