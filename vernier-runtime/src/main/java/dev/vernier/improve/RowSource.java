package dev.vernier.improve;

import java.util.Optional;

/**
 * Which rows a product multiplies by its weight: those of a matrix, or the patches of a
 * convolution.
 *
 * @param value whose values they are
 * @param window how a convolution reads it; empty for a matrix, whose rows are along the last axis
 */
public record RowSource(String value, Optional<Window> window) {}
