/**
 * One pass over the samples: what flows through a model's tensors, as statistics.
 *
 * <p>In: a model, the names of the tensors to watch (all that anybody asks for, together), and
 * samples. Out: a {@link dev.vernier.collect.Collection}, whose {@link
 * dev.vernier.statistics.StatisticsFile} is all that calibrators read.
 *
 * <p>Invariants: the same samples give the same bytes, whatever their order and the number of
 * threads: every sample is run by itself, by one thread. Memory does not grow with their number.
 * Values that are not finite are never quietly counted.
 */
package dev.vernier.collect;
