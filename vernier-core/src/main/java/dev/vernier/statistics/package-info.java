/**
 * Mergeable summaries of what flowed through a model's tensors.
 *
 * <p>In: the values of each watched tensor, sample by sample, into one {@link
 * dev.vernier.statistics.StatisticsAccumulator} a thread. Out: {@link
 * dev.vernier.statistics.TensorStatistics}, immutable, one a tensor, kept together with the digest
 * of the model in a {@link dev.vernier.statistics.StatisticsFile}. Calibrators read nothing else.
 *
 * <p>Invariant: merging is associative, commutative and exact. The same samples in any order, in
 * any number of threads and files, give the same bytes. Memory does not grow with the number of
 * samples.
 */
package dev.vernier.statistics;
