package dev.vernier;

import dev.vernier.data.ModelInputs;
import dev.vernier.data.Sample;
import dev.vernier.data.SampleCursor;
import dev.vernier.data.Samples;
import dev.vernier.improve.Candidate;
import dev.vernier.improve.Effort;
import dev.vernier.improve.Improved;
import dev.vernier.improve.Improver;
import dev.vernier.improve.KeptSamples;
import dev.vernier.plan.ImprovedModel;
import dev.vernier.plan.QuantizationPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Accuracy methods between deciding and quantizing, on the samples that decided.
 *
 * <p>A given plan or saved statistics are taken as they are: there is nothing to measure on.
 */
final class AccuracyStage {

    private Effort effort = Effort.BALANCED;
    private Optional<Samples> calibrating = Optional.empty();
    private Optional<KeptSamples> keeping = Optional.empty();

    void effort(Effort newEffort) {
        effort = newEffort;
    }

    /** As the user chose it. */
    Effort effort() {
        return effort;
    }

    /** The same samples, of which some are kept as they pass, if a method will need them. */
    Samples keeping(Samples samples) {
        calibrating = Optional.of(samples);
        return effort.steps().isEmpty() ? samples : kept(samples);
    }

    private Samples kept(Samples samples) {
        KeptSamples passing = new KeptSamples(samples);
        keeping = Optional.of(passing);
        return passing;
    }

    /** Frees the samples that were kept, and is as before the first of them. */
    void forget() {
        keeping.ifPresent(KeptSamples::forget);
        keeping = Optional.empty();
        calibrating = Optional.empty();
    }

    /**
     * Lets the methods of {@link Effort#BALANCED} run where none was asked for, as ranges alone
     * have come to nothing: less time and less left in float than a search for nodes needs. The
     * samples are passed once more.
     *
     * @return what the user should know; empty if nothing changed
     */
    Optional<String> raise(ModelInputs inputs) throws IOException {
        if (!effort.steps().isEmpty() || calibrating.isEmpty()) {
            return Optional.empty();
        }
        try (SampleCursor cursor = kept(calibrating.get()).cursor(inputs)) {
            while (cursor.next().isPresent()) {
                // kept as it passes
            }
        }
        return Optional.of(
                "ranges alone lose too much, so the methods of --effort=balanced were tried"
                        + " [raised-effort]");
    }

    /** Whether samples were kept for methods that nobody asked for. */
    boolean isRaised() {
        return effort.steps().isEmpty() && keeping.isPresent();
    }

    /**
     * That no method runs where there are no samples to measure on, unless none was asked for.
     *
     * @param given the file of the plan, if one was given
     * @param statistics the file of the statistics, if they were given
     */
    Optional<String> notTried(
            Optional<Path> given, Optional<Path> statistics, QuantizationPlan plan) {
        if (effort.steps().isEmpty() || (given.isEmpty() && statistics.isEmpty())) {
            return Optional.empty();
        }
        String because =
                given.isPresent()
                        ? "a plan is taken as it is; --data in place of --plan lets them"
                        : "statistics hold no samples; --data in place of --stats lets them";
        return Optional.of(
                "no accuracy method ran, as "
                        + plan.improved().map(AccuracyStage::takenOver).orElse(because)
                        + " [not-improved]");
    }

    private static String takenOver(ImprovedModel from) {
        return "a plan is taken as it is, with what " + String.join(", ", from.steps()) + " gained";
    }

    /** What the methods make of a plan. */
    Improved improve(PlacedModel model, QuantizationPlan plan, ProgressListener progress)
            throws IOException {
        Candidate start = new Candidate(model.graph(), plan);
        Optional<Improver> improver = improver(model, start, progress);
        return improver.isPresent()
                ? improver.get().improve(start, tried())
                : Improved.unchanged(start);
    }

    /** What the methods that fit constants to integers make of a candidate that the others made. */
    Improved fit(PlacedModel model, Candidate start, ProgressListener progress) throws IOException {
        Optional<Improver> improver = improver(model, start, progress);
        return improver.isPresent()
                ? improver.get().fit(start, tried())
                : Improved.unchanged(start);
    }

    private Effort tried() {
        return isRaised() ? Effort.BALANCED : effort;
    }

    /** Empty where there is nothing to measure on. */
    private Optional<Improver> improver(
            PlacedModel model, Candidate start, ProgressListener progress) {
        List<Sample> samples = keeping.map(KeptSamples::kept).orElse(List.of());
        if (samples.isEmpty()) {
            return Optional.empty();
        }
        progress.started("improving");
        return Optional.of(
                new Improver(
                        model.prepared().model().withGraph(start.graph()),
                        model.file().folder(),
                        model.target(),
                        samples));
    }
}
