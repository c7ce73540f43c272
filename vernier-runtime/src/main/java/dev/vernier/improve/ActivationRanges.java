package dev.vernier.improve;

import dev.vernier.improve.matrix.Rows;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.Range;
import dev.vernier.plan.ActivationPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Chooses the range of each value by the error that it causes behind the layers that read it.
 *
 * <p>An error in a column of the input counts by the energy of the weights that it meets, and only
 * as far as it varies: a constant error is what {@link BiasCorrection} takes out. So a channel that
 * is always at the same large value may be cut off, where a calibrator that looks at the value
 * alone would spend most of the grid on it. Sources: weighting by the layer's output as in Nagel et
 * al., "Up or Down? Adaptive Rounding for Post-Training Quantization" (2020), section 3; means as
 * in Nagel et al., "Data-Free Quantization Through Weight Equalization and Bias Correction" (2019).
 *
 * <p>Cost: some 60 tries of a range on at most 256 rows of each value.
 */
public final class ActivationRanges implements Step {

    private static final int MOST_ROWS = 256;
    private static final int FEWEST_ROWS = 32;
    private static final int ELEMENTS = 200_000;

    @Override
    public String name() {
        return "activation ranges";
    }

    @Override
    public Outcome apply(Candidate candidate, Evidence evidence) {
        List<Layer> layers = Layer.of(candidate).stream().filter(evidence::knows).toList();
        List<ScaleGroup> groups = ScaleGroup.of(candidate, layers);
        LinearScheme scheme = evidence.target().activations();
        List<Optional<Range>> found =
                groups.parallelStream()
                        .map(group -> better(group, candidate, evidence, scheme))
                        .toList();
        Map<String, ActivationPlan> activations =
                new LinkedHashMap<>(candidate.plan().activations());
        int changed = 0;
        for (int i = 0; i < groups.size(); i++) {
            if (found.get(i).isPresent()) {
                changed++;
                for (String value : groups.get(i).values()) {
                    activations.put(
                            value, planned(value, found.get(i).get(), scheme, groups.get(i)));
                }
            }
        }
        Candidate result = candidate.withPlan(candidate.plan().withActivations(activations));
        return new Outcome(BiasScales.fitted(result), changed, groups.size(), "values");
    }

    private static ActivationPlan planned(
            String value, Range range, LinearScheme scheme, ScaleGroup group) {
        String first = group.values().get(0);
        String how = value.equals(first) ? "downstream-error" : "as " + first;
        return new ActivationPlan(value, range, how, scheme.parametersFor(range));
    }

    private static Optional<Range> better(
            ScaleGroup group, Candidate candidate, Evidence evidence, LinearScheme scheme) {
        DownstreamError fitted = DownstreamError.of(group, l -> thin(evidence.fitted(l)));
        DownstreamError heldOut = DownstreamError.of(group, l -> thin(evidence.heldOut(l)));
        Range current = candidate.plan().activation(group.values().get(0)).range();
        ToDoubleFunction<Range> loss = range -> fitted.of(scheme.parametersFor(range));
        Range found = new RangeSearch(loss, scheme.isSymmetric()).from(current);
        boolean helps =
                heldOut.of(scheme.parametersFor(found)) < heldOut.of(scheme.parametersFor(current));
        return helps ? Optional.of(found) : Optional.empty();
    }

    private static Rows thin(Rows rows) {
        int fitting = ELEMENTS / Math.max(1, rows.columns());
        return rows.thinned(Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, fitting)));
    }
}
