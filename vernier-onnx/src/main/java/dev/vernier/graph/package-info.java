/**
 * The immutable intermediate representation of an ONNX model: what {@code model} reads, every rule
 * of {@code prepare} and {@code rewrite} maps to a new one, and {@code model} writes.
 *
 * <p>In: nothing; this package knows only the JDK. Out: {@link dev.vernier.graph.Model} with its
 * {@link dev.vernier.graph.Graph}, indexed by producers and consumers; {@link
 * dev.vernier.graph.GraphRule} and {@link dev.vernier.graph.GraphEdit}, the way to change one;
 * {@link dev.vernier.graph.GraphText}, its text form.
 *
 * <p>Invariants: values are immutable and safe to share between threads. What the representation
 * does not interpret is carried verbatim in {@link dev.vernier.graph.Extras}, so that reading and
 * writing lose nothing. Weights are references ({@link dev.vernier.graph.TensorData}), not arrays.
 */
package dev.vernier.graph;
