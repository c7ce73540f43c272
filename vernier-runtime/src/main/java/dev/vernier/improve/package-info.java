/**
 * Accuracy: methods that make a quantized model closer to its float model without labels.
 *
 * <p>In: a {@link dev.vernier.improve.Candidate} (graph and plan) and {@link
 * dev.vernier.improve.Evidence} (rows of what flows into each product, on calibration samples).
 * Out: a candidate that computes the same float function with other constants and scales. {@link
 * dev.vernier.improve.Effort} lists the methods of each level in order.
 *
 * <p>Invariant: a step is kept only if the quantized model, run as deployed, comes closer to the
 * float model on samples that the step was not fitted on; an {@link
 * dev.vernier.improve.Improvement} says so for each. The same samples give the same result,
 * whatever the number of threads.
 */
package dev.vernier.improve;
