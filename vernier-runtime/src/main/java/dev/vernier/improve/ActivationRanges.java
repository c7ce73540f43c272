package dev.vernier.improve;

import dev.vernier.improve.matrix.Rows;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.Range;
import dev.vernier.plan.ActivationPlan;
import java.util.List;
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
    public Proposal propose(Candidate candidate, Evidence evidence) {
        List<Layer> layers = Layer.of(candidate).stream().filter(evidence::knows).toList();
        List<ScaleGroup> groups =
                ScaleGroup.of(candidate, layers).stream()
                        .filter(group -> !isGiven(group, candidate))
                        .toList();
        LinearScheme scheme = evidence.target().activations();
        List<Change> changes =
                groups.parallelStream()
                        .flatMap(
                                group ->
                                        better(group, candidate, evidence, scheme)
                                                .map(range -> change(group, range, scheme))
                                                .stream())
                        .toList();
        return Proposal.ofFree(changes, groups.size(), "values");
    }

    /** Whether a user fixed the range. */
    private static boolean isGiven(ScaleGroup group, Candidate candidate) {
        return group.values().stream()
                .anyMatch(value -> candidate.plan().activation(value).isGiven());
    }

    private static Change change(ScaleGroup group, Range range, LinearScheme scheme) {
        List<ActivationPlan> planned =
                group.values().stream().map(value -> planned(value, range, scheme, group)).toList();
        return candidate -> candidate.withActivations(planned);
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
