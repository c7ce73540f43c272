package dev.vernier.sensitivity;

import dev.vernier.calibrator.ExpectedError;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Scopes;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import dev.vernier.numeric.ErrorMeasures;
import dev.vernier.numeric.TensorQuantizer;
import dev.vernier.plan.ActivationPlan;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.WeightPlan;
import dev.vernier.statistics.TensorStatistics;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The noise that quantizing a node adds to the model's outputs, guessed from statistics and weights
 * without running anything.
 *
 * <pre>
 * noise(node) = share(node) (noise(input) + noise(weight) + noise(output))
 * </pre>
 *
 * Noise is error over signal: of an activation equation (15), of a weight that of its codes. {@link
 * Shares} says how much of it reaches an output. Correlation, cancellation and saturation are not
 * in it, so it ranks suspects and is never reported as measured. Cost: a pass over the weights.
 */
final class NoiseEstimate {

    private final Subject subject;
    private final Scopes scopes;
    private final Map<String, Double> shares = new HashMap<>();
    private final Map<String, Double> activations = new HashMap<>();

    NoiseEstimate(Subject subject) {
        this.subject = subject;
        this.scopes = Scopes.of(subject.graph());
        addShares();
    }

    /** Of a body reaches what its node's share is: outer graphs come before inner ones. */
    private void addShares() {
        Map<String, Double> around = new HashMap<>();
        for (Graph graph : scopes.graphs()) {
            Shares inside = new Shares(graph, this::power);
            for (Node node : graph.nodes()) {
                double share = inside.of(node.name()) * around.getOrDefault(node.name(), 1.0);
                shares.put(node.name(), share);
                node.subgraphs()
                        .flatMap(body -> body.nodes().stream())
                        .forEach(inner -> around.put(inner.name(), share));
            }
        }
    }

    /** The noise at the outputs, of a node that the plan computes in integers. */
    double of(NodeDecision decision) {
        double noise = decision.quantizedOutput().map(this::ofActivation).orElse(0.0);
        if (decision.weight().isPresent()) {
            noise += ofWeight(subject.plan().weight(decision.node()));
            for (String input : decision.quantizedInputs()) {
                noise += ofActivation(input);
            }
        }
        return Math.min(Noise.LARGEST, noise * shares.getOrDefault(decision.node(), 0.0));
    }

    private double ofActivation(String value) {
        return activations.computeIfAbsent(value, this::activationNoise);
    }

    private double activationNoise(String value) {
        Optional<TensorStatistics> seen = subject.seen(value);
        Optional<ActivationPlan> plan =
                Optional.ofNullable(subject.plan().activations().get(value));
        if (seen.isEmpty() || plan.isEmpty()) {
            return 0;
        }
        ExpectedError error = ExpectedError.of(seen.get(), plan.get().parameters());
        return ratio(error.errorSquared(), error.signalSquared());
    }

    private double ofWeight(WeightPlan plan) {
        Optional<Tensor> tensor = scopes.constant(plan.tensor());
        if (tensor.isEmpty()) {
            return 0;
        }
        long[] shape = tensor.get().dimensions().stream().mapToLong(Long::longValue).toArray();
        float[] values = Weights.floats(tensor.get());
        float[] coded =
                TensorQuantizer.of(plan.granularity().layout(shape), plan.parameters())
                        .fakeQuantize(values);
        ErrorMeasures measures = ErrorMeasures.between(values, coded);
        return ratio(measures.errorSquared(), measures.referenceSquared());
    }

    /** Σ x² of an activation, NaN if it is not known. */
    private double power(String value) {
        Optional<ActivationPlan> plan =
                Optional.ofNullable(subject.plan().activations().get(value));
        return plan.isEmpty()
                ? Double.NaN
                : subject.seen(value)
                        .map(
                                seen ->
                                        ExpectedError.of(seen, plan.get().parameters())
                                                .signalSquared())
                        .orElse(Double.NaN);
    }

    private static double ratio(double error, double signal) {
        return error == 0 ? 0 : Math.min(Noise.LARGEST, error / signal);
    }
}
