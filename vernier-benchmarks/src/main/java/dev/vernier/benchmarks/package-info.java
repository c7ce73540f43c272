/**
 * Measures the kernels against ONNX Runtime's own operators, in one process.
 *
 * <p>Never published and never run by the build; docs/performance.md has the command and the table.
 */
package dev.vernier.benchmarks;
