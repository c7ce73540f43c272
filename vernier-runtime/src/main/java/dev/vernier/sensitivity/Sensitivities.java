package dev.vernier.sensitivity;

import java.util.List;

/**
 * Nodes by what quantizing them costs, the worst first.
 *
 * @param nodes those that the plan computes or stores in integers; what only moves values is not
 *     among them
 * @param all with every node as planned, measured on all samples
 * @param samples how many samples were run
 * @param trials how many models were written and run
 */
public record Sensitivities(List<NodeSensitivity> nodes, Reached all, int samples, int trials) {

    public Sensitivities {
        nodes = List.copyOf(nodes);
    }
}
