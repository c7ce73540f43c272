/**
 * Puts a model into the form that planning starts from: graph to graph, one rule a class.
 *
 * <p>In: a {@link dev.vernier.graph.Model} as it was read. Out: {@link
 * dev.vernier.prepare.Prepared}, a model that computes the same, with its nodes sorted and named,
 * its weights as initializers, its operator set as new as the target needs, its normalizations
 * folded into the convolutions before them and its shapes as far as they can be proven; with the
 * rules that fired and notes for the user.
 *
 * <p>Place in the flow: after {@code model}, before {@code collect} and {@code plan}. {@link
 * dev.vernier.prepare.Preparation} lists the steps in order; each is a {@code ModelStep}, and those
 * that look at one node at a time are {@link dev.vernier.graph.GraphRule}s.
 *
 * <p>Invariant: inputs, outputs and metadata stay what they are, and the model computes what it
 * computed, up to the rounding of folded weights.
 */
package dev.vernier.prepare;
