/**
 * Looks through a quantized model, made by Vernier or by anybody, for what a target will reject,
 * will not fuse, or will compute differently than the file says.
 *
 * <p>In: a graph as it was read, and a {@link dev.vernier.target.Target}. Out: {@link
 * dev.vernier.lint.Finding}s in the order of the rules and the graph.
 *
 * <p>Invariant: a rule speaks only of what the graph itself shows; nothing is run or changed.
 */
package dev.vernier.lint;
