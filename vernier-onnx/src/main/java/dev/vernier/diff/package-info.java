/**
 * Compares two quantized models, two plans or two statistics files: what runs where, on which
 * scales, with which weights.
 *
 * <p>In: two values of the same kind, each seen as a {@link dev.vernier.diff.Side}. Out: a {@link
 * dev.vernier.diff.Difference}, which has only what differs.
 *
 * <p>Invariant: names decide what is compared with what; a thing without a partner is a difference.
 * Nothing is run.
 */
package dev.vernier.diff;
