package dev.vernier.cli;

import dev.vernier.Quantizer;
import dev.vernier.data.LabelFile;
import dev.vernier.data.ScoreFile;
import dev.vernier.evaluate.Labels;
import dev.vernier.evaluate.Metrics;
import dev.vernier.sensitivity.Budget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say how accurate the model has to be, and what that is measured by. */
final class AccuracyArguments {

    private static final String NO_FLOOR = "none";

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "The right class of each --eval sample, an .npy of integers.")
    private Optional<Path> labels = Optional.empty();

    @Option(
            names = "--scores",
            paramLabel = "FILE",
            description =
                    "The wanted similarity of each two --eval samples, one number a line or an .npy;"
                            + " scored by Spearman's correlation with the cosine of embeddings.")
    private Optional<Path> scores = Optional.empty();

    @Option(
            names = "--min-sqnr",
            paramLabel = "DB",
            description =
                    "Leave as few nodes in float as it takes for every output to keep this SQNR.")
    private Optional<Double> minSqnr = Optional.empty();

    @Option(
            names = "--min-cosine",
            paramLabel = "C",
            description = "The same for the cosine of every output.")
    private Optional<Double> minCosine = Optional.empty();

    @Option(
            names = "--max-drop",
            paramLabel = "POINTS",
            description =
                    "The same for the points out of 100 that the score by --labels or --scores may"
                            + " fall.")
    private Optional<Double> maxDrop = Optional.empty();

    @Option(
            names = "--floor",
            paramLabel = "DB",
            defaultValue = "10",
            description =
                    "Without a budget: below this SQNR the methods of --effort=balanced are tried in"
                            + " any case, then the nodes that destroy the result are left in float"
                            + " (default: ${DEFAULT-VALUE}; none: never).")
    private String floor = NO_FLOOR;

    /**
     * To be called first.
     *
     * @param evaluates whether there are samples that labels and scores can belong to
     * @throws ParameterException if an option lacks another, or is out of range
     */
    void check(CommandLine line, boolean evaluates) {
        if (labels.isPresent() && scores.isPresent()) {
            throw new ParameterException(line, "--labels and --scores exclude each other");
        } else if (scores.isPresent() && !evaluates) {
            throw new ParameterException(
                    line, "--scores must come with --eval, the pairs it scores");
        } else if (maxDrop.isPresent() && labels.isEmpty() && scores.isEmpty()) {
            throw new ParameterException(
                    line, "--max-drop must come with --labels or --scores, what it is a drop of");
        }
        try {
            budget();
            floor();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(line, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Tells the quantizer.
     *
     * @param hasFloor false for a plan that is to be taken as it is, and random samples
     */
    void applyTo(Quantizer quantizer, boolean hasFloor) throws IOException {
        if (labels.isPresent()) {
            quantizer.labels(Labels.of(LabelFile.read(labels.get())));
        }
        if (scores.isPresent()) {
            quantizer.metric(Metrics.pairSimilarity(ScoreFile.read(scores.get())));
        }
        budget().ifPresent(quantizer::budget);
        quantizer.floor(hasFloor ? floor() : OptionalDouble.empty());
    }

    private Optional<Budget> budget() {
        if (minSqnr.isEmpty() && minCosine.isEmpty() && maxDrop.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Budget(
                        number(minSqnr),
                        number(minCosine),
                        number(maxDrop.map(points -> points / 100))));
    }

    private static OptionalDouble number(Optional<Double> given) {
        return given.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
    }

    private OptionalDouble floor() {
        if (floor.equals(NO_FLOOR)) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(Double.parseDouble(floor));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "--floor must be a number or none; --floor=" + floor, e);
        }
    }

    /** Whether the exit code depends on what is reached. */
    boolean hasBudget() {
        return budget().isPresent();
    }

    /** Whether there are labels or scores, which go by the order of the samples. */
    boolean isScored() {
        return labels.isPresent() || scores.isPresent();
    }

    Optional<Path> labels() {
        return labels;
    }
}
