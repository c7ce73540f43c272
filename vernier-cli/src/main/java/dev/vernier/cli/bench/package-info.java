/**
 * How long models take, each in a process of its own.
 *
 * <p>In: model files and samples. Out: a {@link dev.vernier.cli.bench.Measurement} a model. {@link
 * dev.vernier.cli.bench.Benchmark} lets the processes take turns, so that only one of them works at
 * any time and what disturbs the machine disturbs all alike.
 */
package dev.vernier.cli.bench;
