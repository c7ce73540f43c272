package dev.vernier.improve;

import dev.vernier.graph.Node;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets channels before and behind a curve such as SiLU or HardSwish use the scales that they share:
 * {@link Equalization} for what does not commute with a factor.
 *
 * <pre>
 * W1, y g(y), W2  ->  S W1, y' g(S⁻¹ y'), W2 S⁻¹    S diagonal, at least 1
 * </pre>
 *
 * <p>Both values that are rounded, y and S y g(y), use more of their scales; the price is one
 * multiplication of a value in float, and a curve that leaves integers where it was in them. So the
 * paths that gain most are tried first, and have to pay for it. Source: Nagel et al., "Data-Free
 * Quantization Through Weight Equalization and Bias Correction" (2019), section 4.1; the explicit
 * factor before g is what lets it pass a curve, and {@link ChannelBalance} how S is chosen.
 *
 * <p>Cost: a sum over the weights around each curve.
 */
public final class CurveEqualization implements Step {

    private static final int MOST = 32;

    /** Noise that is gained, relative to the signal: below 1e-4, or -40 dB, nobody sees it. */
    private static final double WORTHWHILE = 1e-4;

    private record Found(GatedPath path, ChannelBalance balance) {}

    @Override
    public String name() {
        return "equalization past curves";
    }

    @Override
    public boolean isNeededAt(double decibel) {
        return decibel < OutlierLayers.GOOD;
    }

    @Override
    public Proposal propose(Candidate candidate, Evidence evidence) {
        List<Layer> layers = Layer.of(candidate).stream().filter(evidence::knows).toList();
        Map<Node, Layer> byNode = new HashMap<>();
        layers.forEach(layer -> byNode.put(layer.node(), layer));
        List<GatedPath> paths =
                layers.stream()
                        .map(layer -> GatedPath.behind(layer, byNode))
                        .flatMap(Optional::stream)
                        .filter(path -> evidence.knowsReach(path.before().node().output()))
                        .filter(path -> evidence.knowsReach(path.value()))
                        .toList();
        List<Found> found =
                paths.parallelStream()
                        .map(path -> new Found(path, new ChannelBalance(path, candidate, evidence)))
                        .filter(each -> each.balance().gained() > WORTHWHILE)
                        .sorted(Comparator.comparingDouble(each -> -each.balance().gained()))
                        .limit(MOST)
                        .toList();
        RunTime time = new RunTime(evidence);
        double total = time.inFloat(layers);
        return new Proposal(
                found.stream().map(each -> change(each, evidence)).toList(),
                found.stream().map(each -> time.ofPass(each.path().before()) / total).toList(),
                paths.size(),
                "curves");
    }

    private static Change change(Found found, Evidence evidence) {
        ChannelBalance balance = found.balance();
        return new CurveScaling(
                found.path(),
                new ChannelFactors(balance.factors(), evidence.target()),
                balance.writtenRange(),
                balance.readRange());
    }
}
