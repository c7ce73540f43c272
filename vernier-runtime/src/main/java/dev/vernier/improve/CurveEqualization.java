package dev.vernier.improve;

import dev.vernier.numeric.Range;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets channels before and behind a curve such as SiLU or HardSwish use the scales that they share:
 * {@link Equalization} for what does not commute with a factor.
 *
 * <pre>
 * W1, y g(y), W2  ->  S W1, y' g(S⁻¹ y'), W2 S⁻¹    S diagonal, at least 1
 * </pre>
 *
 * <p>All values that are rounded, such as y and S y g(y), use more of their scales; the price is
 * one multiplication of a value, in integers where the curve is. A HardSigmoid in integers is a
 * product anyway, and takes the factor for nothing. Source: Nagel et al., "Data-Free Quantization
 * Through Weight Equalization and Bias Correction" (2019), section 4.1; the explicit factor before
 * g is what lets it pass a curve, and {@link ChannelBalance} how S is chosen.
 *
 * <p>Cost: a sum over the weights around each curve.
 */
public final class CurveEqualization implements Step {

    /** Noise that is gained, relative to the signal: below 1e-4, or -40 dB, nobody sees it. */
    private static final double WORTHWHILE = 1e-4;

    private record Found(GatedPath path, ChannelBalance balance) {}

    @Override
    public String name() {
        return "equalization past curves";
    }

    @Override
    public Proposal propose(Candidate candidate, Evidence evidence) {
        List<Layer> layers = Layer.of(candidate).stream().filter(evidence::knows).toList();
        List<GatedPath> paths =
                GatedPath.of(layers).stream()
                        .filter(
                                path ->
                                        path.quantized(candidate).stream()
                                                .allMatch(evidence::knowsReach))
                        .toList();
        RunTime time = new RunTime(evidence);
        double total = time.inFloat(layers);
        return Proposal.ofRanked(
                paths.parallelStream()
                        .map(path -> new Found(path, new ChannelBalance(path, candidate, evidence)))
                        .filter(each -> each.balance().gained() > WORTHWHILE)
                        .sorted(Comparator.comparingDouble(each -> -each.balance().gained()))
                        .map(
                                each ->
                                        new Ranked(
                                                change(each, candidate, evidence),
                                                cost(each.path(), candidate, time) / total))
                        .toList(),
                paths.size(),
                "curves");
    }

    /** A factor before a HardSigmoid in integers goes into the product that it is. */
    private static double cost(GatedPath path, Candidate candidate, RunTime time) {
        boolean product =
                path.head().is("HardSigmoid")
                        && candidate.plan().activations().containsKey(path.head().output());
        return product ? 0 : time.ofPass(path.before());
    }

    private static Change change(Found found, Candidate candidate, Evidence evidence) {
        float[] factors = found.balance().factors();
        Map<String, Range> ranges = new LinkedHashMap<>();
        for (String value : found.path().quantized(candidate)) {
            ranges.put(value, ChannelReach.of(value, candidate, evidence).scaled(factors));
        }
        return new CurveScaling(
                found.path(), new ChannelFactors(factors, evidence.target()), ranges);
    }
}
