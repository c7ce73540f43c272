/**
 * Columns of vectors as integers, with the arithmetic of models.
 *
 * <p>In: a column of float arrays of one length. A grid is fitted to its values, for the column or
 * for each dimension; then vectors become codes and come back, as functions of datasets and in SQL.
 * Out: binary columns of one byte a value, or half a byte, whose metadata holds the grid.
 *
 * <p>Invariant: the grid does not depend on partitions or order, and codes are those that {@code
 * dev.vernier.numeric} defines.
 */
package dev.vernier.spark.vector;
