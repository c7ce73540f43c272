package dev.vernier.report;

import dev.vernier.evaluate.Evaluation;
import dev.vernier.report.RunRecord.Warning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a reader should look at, each with what to do about it where that is known. */
final class Warnings {

    private static final double LOSSY_DECIBEL = 20;
    private static final double MUCH_CLIPPED = 0.01;
    private static final int NAMED = 3;

    private Warnings() {}

    static List<Warning> of(
            List<String> notes, Evaluation evaluation, List<Layer> layers, boolean invented) {
        List<Warning> warnings = new ArrayList<>();
        if (invented) {
            warnings.add(
                    new Warning(
                            "The samples are random: ranges and accuracy mean nothing.",
                            "Pass samples of the real task with --data."));
        }
        notes.forEach(note -> warnings.add(split(note)));
        if (evaluation.quantizedMillis() > evaluation.floatMillis()) {
            warnings.add(
                    new Warning(
                            "The quantized model is slower than the float model on this processor.",
                            "Run vernier bench on both to see where the time goes."));
        }
        if (!evaluation.integerShare().notFused().isEmpty()) {
            warnings.add(
                    new Warning(
                            "The runtime computes nodes in float that the plan put into integers: "
                                    + named(evaluation.integerShare().notFused()),
                            "Leave them in float with --exclude, or try another --target."));
        }
        lossy(layers, warnings);
        clipped(layers, warnings);
        return warnings;
    }

    /** Notes of the stages name the fix behind a semicolon. */
    private static Warning split(String note) {
        int at = note.lastIndexOf("; ");
        return at < 0
                ? new Warning(note, "")
                : new Warning(note.substring(0, at), note.substring(at + 2));
    }

    private static void lossy(List<Layer> layers, List<Warning> warnings) {
        List<String> worst =
                layers.stream()
                        .filter(layer -> layer.local().orElse(LOSSY_DECIBEL) < LOSSY_DECIBEL)
                        .sorted(Comparator.comparingDouble(layer -> layer.local().orElse(0.0)))
                        .map(Layer::node)
                        .toList();
        if (!worst.isEmpty()) {
            warnings.add(
                    new Warning(
                            "These nodes lose much by themselves, under 20 dB: " + named(worst),
                            "Leave them in float with --exclude, or set --min-sqnr and let vernier choose."));
        }
    }

    private static void clipped(List<Layer> layers, List<Warning> warnings) {
        List<Layer> much =
                layers.stream().filter(layer -> clippedShare(layer) > MUCH_CLIPPED).toList();
        if (!much.isEmpty()) {
            warnings.add(
                    new Warning(
                            String.format(
                                    Locale.ROOT,
                                    "More than 1 %% of the values are clipped behind: %s",
                                    named(much.stream().map(Layer::node).toList())),
                            "Compare with --calibrator min-max."));
        }
    }

    private static double clippedShare(Layer layer) {
        return layer.activation().flatMap(Layer.Activation::clipped).orElse(0.0);
    }

    private static String named(List<String> names) {
        String shown = names.stream().limit(NAMED).collect(Collectors.joining(", "));
        int more = names.size() - NAMED;
        return more > 0 ? shown + " and " + more + " more" : shown;
    }
}
