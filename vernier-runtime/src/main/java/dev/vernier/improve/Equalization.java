package dev.vernier.improve;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.improve.matrix.Rows;
import dev.vernier.improve.matrix.WeightMatrix;
import dev.vernier.numeric.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the channels between two layers use the scale that they share: a channel that reaches a
 * hundredth of it is multiplied in the layer before and divided in the weights of the layer behind.
 *
 * <pre>
 * f(W1 x + b1), W2  ->  f(S W1 x + S b1), W2 S⁻¹    f none or Relu, S diagonal, at least 1
 * </pre>
 *
 * Source: Nagel et al., "Data-Free Quantization Through Weight Equalization and Bias Correction"
 * (2019), section 4.1. As weights have a scale for each output channel here, only the activation
 * and the weights behind are weighed against each other: s = √(w / u) with u the share of the range
 * that the channel reaches and w its largest weight behind, relative to the largest of all, the
 * balance of Xiao et al., "SmoothQuant" (2022), with α = ½. Behind a depthwise layer's input each
 * weight has its own scale, and s = 1 / u. What the channel was not seen to reach is allowed for by
 * a quarter.
 *
 * <p>Not past a Clip, whose bound would have to differ by channel, nor past curves such as
 * HardSwish and SiLU, which do not commute with a factor: {@link CurveEqualization}.
 */
public final class Equalization implements Step {

    private static final float MARGIN = 1.25f;
    private static final float LARGEST = 1e4f;
    private static final float WORTHWHILE = 2;

    @Override
    public String name() {
        return "equalization";
    }

    @Override
    public Proposal propose(Candidate candidate, Evidence evidence) {
        List<Layer> layers = Layer.of(candidate);
        Map<Node, Layer> byNode = new HashMap<>();
        layers.forEach(layer -> byNode.put(layer.node(), layer));
        List<Change> changes = new ArrayList<>();
        int pairs = 0;
        for (Layer before : layers) {
            Optional<Layer> behind =
                    reader(before)
                            .flatMap(node -> Optional.ofNullable(byNode.get(node)))
                            .filter(evidence::knows)
                            .filter(layer -> isPair(before, layer));
            if (behind.isPresent()) {
                pairs++;
                factors(before, behind.get(), candidate, evidence)
                        .map(found -> new ChannelFactors(found, evidence.target()))
                        .map(factors -> new ChannelScaling(before, behind.get(), factors))
                        .ifPresent(changes::add);
            }
        }
        return Proposal.ofFree(changes, pairs, "pairs of layers");
    }

    /** The one node that reads what a layer gives, past its bias and a Relu. */
    private static Optional<Node> reader(Layer layer) {
        Graph graph = layer.graph();
        Optional<Node> reader = next(layer.node(), graph);
        if (layer.node().is("MatMul") && BiasPlace.of(layer).isPresent()) {
            reader = reader.flatMap(add -> next(add, graph));
        }
        return reader.isPresent() && reader.get().is("Relu") ? next(reader.get(), graph) : reader;
    }

    private static Optional<Node> next(Node node, Graph graph) {
        return graph.isOutput(node.output()) ? Optional.empty() : graph.onlyConsumer(node.output());
    }

    private static boolean isPair(Layer before, Layer behind) {
        boolean sameKind =
                before.source().window().isPresent() == behind.source().window().isPresent();
        return sameKind
                && before.channels() == behind.inputChannels()
                && before.ownsWeight()
                && behind.ownsWeight()
                && BiasPlace.isWhole(before);
    }

    private static Optional<float[]> factors(
            Layer before, Layer behind, Candidate candidate, Evidence evidence) {
        float[] used = used(behind, candidate, evidence);
        float[] weights = largestWeights(behind);
        float largestWeight = 0;
        for (float weight : weights) {
            largestWeight = Math.max(largestWeight, weight);
        }
        boolean single = behind.isDepthwise();
        float[] factors = new float[before.channels()];
        float most = 1;
        for (int channel = 0; channel < factors.length; channel++) {
            float room = 1 / (MARGIN * used[channel]); // infinite for a channel that is always zero
            double wanted =
                    single
                            ? room
                            : Math.sqrt(weights[channel] / (double) largestWeight / used[channel]);
            factors[channel] =
                    room > 1 && room <= LARGEST ? (float) Math.max(1, Math.min(wanted, room)) : 1;
            most = Math.max(most, factors[channel]);
        }
        return most >= WORTHWHILE ? Optional.of(factors) : Optional.empty();
    }

    /** The share of the range that each channel reaches. */
    private static float[] used(Layer behind, Candidate candidate, Evidence evidence) {
        Range range = candidate.plan().activation(behind.input()).range();
        float[] used = new float[behind.inputChannels()];
        for (Rows rows : List.of(evidence.fitted(behind), evidence.heldOut(behind))) {
            for (int i = 0; i < rows.values().length; i++) {
                float value = rows.values()[i];
                int channel = i % rows.columns() / behind.positions();
                float end = value < 0 ? range.min() : range.max();
                float share = value == 0 ? 0 : end == 0 ? 1 : Math.min(1, value / end);
                used[channel] = Math.max(used[channel], share);
            }
        }
        return used;
    }

    /** The largest weight that each channel of the input meets. */
    private static float[] largestWeights(Layer behind) {
        WeightMatrix matrix = behind.matrix();
        float[] largest = new float[behind.inputChannels()];
        for (int i = 0; i < matrix.values().length; i++) {
            int channel = matrix.column(i) / behind.positions();
            largest[channel] = Math.max(largest[channel], Math.abs(matrix.values()[i]));
        }
        return largest;
    }
}
