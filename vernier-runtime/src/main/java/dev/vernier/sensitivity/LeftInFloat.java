package dev.vernier.sensitivity;

import java.util.Optional;

/**
 * A node that went back to float for a budget: what that cost and what it gained.
 *
 * @param node its name
 * @param op its operator
 * @param macs multiply-accumulate operations that no longer run in integers
 * @param without what would be reached with this node in integers after all, measured; empty if the
 *     trials were used up before
 */
public record LeftInFloat(String node, String op, long macs, Optional<Reached> without) {}
