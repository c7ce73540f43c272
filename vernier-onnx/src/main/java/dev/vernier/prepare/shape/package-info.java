/**
 * Symbolic shape inference: lengths as formulas over the named dimensions of the inputs.
 *
 * <p>In: a {@link dev.vernier.graph.Graph} with whatever types the file and the reference inference
 * gave. Out: the same graph with every type and shape that could be proven, and the constants that
 * shape arithmetic came to. Part of {@code prepare}.
 *
 * <p>Invariant: what is written holds in every run that succeeds; two equal names mean two equal
 * lengths. Runtimes reuse memory on the strength of it, and a wrong shape makes them fail.
 */
package dev.vernier.prepare.shape;
