/**
 * Compares the float model with the quantized one by running both: outputs, task, size, speed, and
 * how much of the arithmetic the runtime really does in integers.
 *
 * <p>In: both models and samples. Out: an {@link dev.vernier.evaluate.Evaluation}, whose figures
 * are all measured in this process on this processor.
 */
package dev.vernier.evaluate;
