package dev.vernier.lint;

import dev.vernier.graph.Node;

/**
 * What a rule has against a node.
 *
 * @param why with values
 */
record Problem(Node node, String why) {}
