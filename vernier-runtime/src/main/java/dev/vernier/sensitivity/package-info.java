/**
 * Finds the nodes whose quantization costs accuracy, and leaves as few of them in float as a budget
 * of accuracy asks for.
 *
 * <p>In: a {@link dev.vernier.sensitivity.Subject}: a model, a finished {@code QuantizationPlan} of
 * it, and what was seen of its values. Out: {@link dev.vernier.sensitivity.Sensitivities}, a
 * ranking of nodes; or a {@link dev.vernier.sensitivity.BudgetResult}, a plan in which some nodes
 * went back to float, with what each of them cost and gained.
 *
 * <p>A trial takes nodes out of the plan, writes the model in memory, and runs it: nothing is
 * calibrated or improved again. Estimates from statistics say where to look, and nothing else;
 * every figure handed out as measured was measured as deployed.
 */
package dev.vernier.sensitivity;
