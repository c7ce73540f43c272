package dev.vernier.improve;

import dev.vernier.improve.matrix.Rows;
import dev.vernier.improve.matrix.WeightMatrix;
import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.plan.WeightPlan;
import dev.vernier.target.Target;
import java.util.Comparator;
import java.util.List;

/**
 * Leaves the few layers in float that most of the error comes from.
 *
 * <p>Typical are depthwise convolutions before a Sigmoid, SiLU or HardSwish: their channels differ
 * a hundredfold, share one scale, and no equalization passes the curve. Suspects are those whose
 * output loses most channels: the mean over channels of noise to variance, each at most 1, of the
 * layer alone, with its input, weight and output as quantized. What each gains is measured in the
 * whole model, alone and with others; each has to pay for the time it costs. Mixed precision by
 * sensitivity: Dong et al., "HAWQ: Hessian AWare Quantization of Neural Networks with
 * Mixed-Precision" (2019), with measured instead of estimated sensitivity.
 *
 * <p>Not tried where the model is good as it is. Cost: a product of 48 rows with each weight,
 * twice.
 */
public final class OutlierLayers implements Step {

    private static final int ROWS = 48;
    private static final int MOST = 32;

    private record Suspect(Layer layer, double lost) {}

    @Override
    public String name() {
        return "outliers in float";
    }

    @Override
    public boolean isNeededAt(double decibel) {
        return decibel < ChangeSearch.GOOD;
    }

    @Override
    public Proposal propose(Candidate candidate, Evidence evidence) {
        List<Layer> layers = Layer.of(candidate).stream().filter(evidence::knows).toList();
        List<Layer> suspects =
                layers.parallelStream()
                        .map(layer -> new Suspect(layer, lost(layer, candidate, evidence)))
                        .sorted(Comparator.comparingDouble(suspect -> -suspect.lost()))
                        .limit(Math.min(MOST, (layers.size() + 1) / 2))
                        .map(Suspect::layer)
                        .toList();
        RunTime time = new RunTime(evidence);
        double total = time.inFloat(layers);
        return Proposal.ofSuspects(
                suspects.stream()
                        .map(
                                layer ->
                                        new Ranked(
                                                change(layer, evidence.target()),
                                                time.ofLeavingInFloat(layer) / total))
                        .toList(),
                layers.size(),
                "layers");
    }

    private static Change change(Layer layer, Target target) {
        return candidate -> PlanWithout.node(layer.node().name(), target, candidate);
    }

    /** The share of its output that a layer loses, between 0 and 1. */
    private static double lost(Layer layer, Candidate candidate, Evidence evidence) {
        Rows rows = evidence.fitted(layer).thinned(ROWS);
        Rows onGrid = rows.onGrid(candidate.plan().activation(layer.input()).parameters());
        WeightMatrix weights = layer.matrix();
        WeightPlan plan = candidate.plan().weight(layer.node().name());
        WeightMatrix rounded = weights.onGrid(layer.scales(candidate.plan()), plan.type().max());
        float step =
                layer.decision()
                        .quantizedOutput()
                        .map(value -> candidate.plan().activation(value).parameters())
                        .map(QuantizationParameters::scale)
                        .orElse(0f);
        return weights.lostChannels(rounded, rows, onGrid, step * step / 12.0);
    }
}
