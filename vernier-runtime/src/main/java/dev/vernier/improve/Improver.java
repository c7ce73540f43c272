package dev.vernier.improve;

import dev.vernier.data.Sample;
import dev.vernier.graph.Model;
import dev.vernier.improve.ChangeSearch.Found;
import dev.vernier.improve.Improved.Unfitted;
import dev.vernier.improve.Step.Proposal;
import dev.vernier.runner.RunException;
import dev.vernier.target.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tries the steps of an effort one after the other and keeps those that help on held-out samples.
 *
 * <p>Cost: one pass of the float model over the samples, and for each step its own work and some
 * runs of the quantized model over the held-out samples.
 */
public final class Improver {

    /** Each candidate is quantized in memory. */
    private static final long MOST_WEIGHTS = 256L << 20;

    private final Model model;
    private final Path folder;
    private final Target target;
    private final SampleSplit samples;

    /**
     * @param model the prepared float model
     * @param folder where its file is
     * @param target what the candidates are planned for
     * @param samples calibration samples
     */
    public Improver(Model model, Path folder, Target target, List<Sample> samples) {
        this.model = model;
        this.folder = folder;
        this.target = target;
        this.samples = SampleSplit.of(samples);
    }

    /**
     * The best that the steps came to; the start where nothing can be measured.
     *
     * @param start what is to be improved; its graph is the model's
     * @throws IOException if weights cannot be read
     */
    public Improved improve(Candidate start, Effort effort) throws IOException {
        return improve(start, effort.steps(), effort.tries());
    }

    /** The same by the steps alone that fit constants to integers, after all others. */
    public Improved fit(Candidate start, Effort effort) throws IOException {
        List<Step> steps = effort.steps().stream().filter(Step::fitsConstants).toList();
        return improve(start, steps, effort.tries());
    }

    Improved improve(Candidate start, List<Step> steps, int tries) throws IOException {
        List<Layer> layers = Layer.of(start);
        if (steps.isEmpty() || layers.isEmpty()) {
            return Improved.unchanged(start);
        }
        Optional<String> refusal = refusal(layers);
        if (refusal.isPresent()) {
            return Improved.refused(start, refusal.get());
        }
        try (RowStore store = new RowStore()) {
            Observation seen = Observation.of(model, folder, target, start, samples, store);
            return improve(start, steps, tries, seen);
        } catch (RunException e) {
            return Improved.refused(start, "accuracy methods were not tried: " + e.getMessage());
        }
    }

    private Optional<String> refusal(List<Layer> layers) {
        if (!samples.isUsable()) {
            return Optional.of(
                    "accuracy methods need at least %d calibration samples; none was tried"
                            .formatted(SampleSplit.FEWEST));
        }
        long weights = layers.stream().mapToLong(layer -> layer.weight().elements()).sum();
        return weights > MOST_WEIGHTS
                ? Optional.of(
                        "accuracy methods take models of at most %d weights, this one has %d; none"
                                        .formatted(MOST_WEIGHTS, weights)
                                + " was tried")
                : Optional.empty();
    }

    private static Improved improve(Candidate start, List<Step> steps, int tries, Observation seen)
            throws IOException {
        ChangeSearch search =
                new ChangeSearch(
                        seen.error(),
                        seen.others(),
                        seen.spending().tries(tries, seen.error().samples()));
        List<Improvement> improvements = new ArrayList<>();
        Evidence evidence = seen.evidence();
        Candidate best = start;
        Unfitted unfitted = new Unfitted(start, List.of());
        boolean isFitted = false;
        Accuracy reached = seen.error().accuracy(start);
        for (Step step : steps) {
            if (!step.isNeededAt(reached.decibel())) {
                continue;
            }
            Proposal proposal = step.propose(best, evidence);
            Found found = search.search(best, reached, proposal);
            boolean kept = !found.kept().isEmpty();
            improvements.add(
                    new Improvement(
                            step.name(),
                            reached.decibel(),
                            (kept ? Optional.of(found.accuracy()) : found.firstTry())
                                    .map(Accuracy::decibel),
                            kept,
                            seen.error().samples(),
                            proposal.detail(kept ? found.kept().size() : proposal.all().size())));
            best = found.candidate();
            for (Change change : found.kept()) {
                evidence = change.applyTo(evidence);
            }
            reached = found.accuracy();
            isFitted |= kept && step.fitsConstants();
            if (!isFitted && !step.fitsConstants()) {
                unfitted = new Unfitted(best, improvements);
            }
        }
        return new Improved(best, improvements, List.of(), unfitted);
    }
}
