/**
 * Decides which node computes in integers and with which scales, and says why for every node.
 *
 * <p>In: a prepared {@code Graph}, a {@code Target}, and statistics of the tensors that {@link
 * dev.vernier.plan.Placement#watched} names. Out: a {@link dev.vernier.plan.QuantizationPlan},
 * which is a JSON file as well: people review it, edit it and compare it.
 *
 * <p>Two steps, because the data is read in between: {@link dev.vernier.plan.Placement} from the
 * graph alone, then {@link dev.vernier.plan.Planner} with the statistics.
 *
 * <p>Invariant: each node of the graph has exactly one decision, and each decision a {@link
 * dev.vernier.plan.Reason}.
 */
package dev.vernier.plan;
