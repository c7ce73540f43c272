package dev.vernier.sensitivity;

import java.util.Optional;

/**
 * A node that a budget took out of integers of fixed scales: what that cost and what it gained.
 *
 * @param node its name
 * @param op its operator
 * @param macs multiply-accumulate operations that no longer run in integers of fixed scales
 * @param without what would be reached with this node in integers after all, measured; empty if the
 *     trials were used up before
 * @param dynamic whether it multiplies integers all the same, which it quantizes as they come
 */
public record LeftInFloat(
        String node, String op, long macs, Optional<Reached> without, boolean dynamic) {}
