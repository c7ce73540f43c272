/**
 * Runs models: feed inputs, get named tensors back.
 *
 * <p>In: a {@link dev.vernier.graph.Model} and the values inside of it to watch, or a model file.
 * Out: a {@link dev.vernier.runner.Runner}, one call of which is one run. ONNX Runtime is behind it
 * and nothing else of Vernier knows that.
 *
 * <p>Invariants: models come as bytes whose weights stay in their file; no temporary file is made.
 * Every native handle is closed with the run or the runner that opened it. What ONNX Runtime says
 * reaches the caller as an exception, never the console.
 */
package dev.vernier.runner;
