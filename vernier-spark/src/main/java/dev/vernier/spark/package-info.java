/**
 * Calibration on a cluster: the rows of a Spark {@code Dataset} in, the statistics of one machine
 * out.
 *
 * <p>In: a model file, and columns of arrays, texts or images. Each partition runs the model and
 * folds its rows into statistics; these are merged in a tree of tasks. Out: a {@link
 * dev.vernier.collect.Collection}, judged on the driver, with the same bytes as a calibration of
 * the same samples on one machine. The columns of vectors are in {@code dev.vernier.spark.vector}.
 *
 * <p>Invariant: state travels in the results of tasks only. Whatever Spark repeats, moves or runs
 * twice, every row counts once.
 */
package dev.vernier.spark;
