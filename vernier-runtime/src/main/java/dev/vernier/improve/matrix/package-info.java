/**
 * Loops over the rows and weights of products, and linear algebra on them.
 *
 * <p>In and out: primitive arrays, matrices row-major. Sums run in a fixed order, so that a result
 * has the same bits whatever the number of threads. No class here knows a graph.
 */
package dev.vernier.improve.matrix;
