package dev.vernier.improve;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.improve.matrix.Rows;
import dev.vernier.improve.matrix.WeightMatrix;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Moves what is uneven between the channels of a normalized value into the weights that read it: a
 * few channels of transformers are a hundred times larger than the rest and take up the whole scale
 * that they share.
 *
 * <pre>
 * x = g n + c;  y = x W   ->   x' = (g / s) n + c / s;  y = x' (s W)       s: one number a channel
 * </pre>
 *
 * <p>s = √(a / w), with a the largest magnitude that a channel was seen with and w the largest
 * weight that it meets. Source: Xiao et al., "SmoothQuant: Accurate and Efficient Post-Training
 * Quantization for Large Language Models" (2022), equation (4) with α = ½. Costs nothing once
 * deployed.
 *
 * <p>Where somebody else reads the value, as the residual sum of models that normalize behind it
 * does, it stays as it is: the factors would need a product of their own at every run.
 */
public final class Smoothing implements Step {

    /** Less than this between the largest and the smallest factor is not worth a change. */
    private static final float WORTHWHILE = 2;

    private static final float LARGEST = 1e4f;

    @Override
    public String name() {
        return "smoothing";
    }

    @Override
    public Proposal propose(Candidate candidate, Evidence evidence) {
        List<Layer> layers = Layer.of(candidate).stream().filter(evidence::knows).toList();
        List<Change> changes = new ArrayList<>();
        int considered = 0;
        for (ScaleGroup group : ScaleGroup.of(candidate, layers)) {
            Optional<Normalized> normalized =
                    group.values().size() == 1
                            ? Normalized.of(group.values().get(0), group.readers().get(0).place())
                                    .filter(
                                            found ->
                                                    found.hasChannels(
                                                            group.readers().get(0).depth()))
                            : Optional.empty();
            if (normalized.isPresent() && areAll(group)) {
                considered++;
                factors(group.readers(), evidence)
                        .map(
                                factors ->
                                        new ChannelSmoothing(
                                                normalized.get(), group, factors, evidence))
                        .ifPresent(changes::add);
            }
        }
        return Proposal.ofFree(changes, considered, "normalized values");
    }

    /** Whether the readers are matrices of their own, and all that see the value. */
    private static boolean areAll(ScaleGroup group) {
        Graph graph = group.readers().get(0).graph();
        String value = group.values().get(0);
        Set<Node> readers = new HashSet<>();
        group.readers().forEach(layer -> readers.add(layer.node()));
        return !graph.isOutput(value)
                && readers.containsAll(graph.consumers(value))
                && group.readers().stream()
                        .allMatch(layer -> layer.source().window().isEmpty() && layer.ownsWeight());
    }

    /** What each channel of the value is multiplied by. */
    private static Optional<float[]> factors(List<Layer> readers, Evidence evidence) {
        Layer first = readers.get(0);
        float[] values = new float[first.depth()];
        for (Rows rows : List.of(evidence.fitted(first), evidence.heldOut(first))) {
            for (int i = 0; i < rows.values().length; i++) {
                int channel = i % values.length;
                values[channel] = Math.max(values[channel], Math.abs(rows.values()[i]));
            }
        }
        float[] weights = new float[values.length];
        for (Layer layer : readers) {
            WeightMatrix matrix = layer.matrix();
            for (int i = 0; i < matrix.values().length; i++) {
                int channel = i % values.length;
                weights[channel] = Math.max(weights[channel], Math.abs(matrix.values()[i]));
            }
        }
        float smallest = Float.MAX_VALUE;
        float largest = 0;
        float[] factors = new float[values.length];
        for (int channel = 0; channel < factors.length; channel++) {
            double factor = Math.sqrt(weights[channel] / (double) values[channel]);
            boolean isUsable = factor > 1 / LARGEST && factor < LARGEST;
            factors[channel] = isUsable ? (float) factor : 1;
            smallest = Math.min(smallest, factors[channel]);
            largest = Math.max(largest, factors[channel]);
        }
        return largest >= WORTHWHILE * smallest ? Optional.of(factors) : Optional.empty();
    }
}
