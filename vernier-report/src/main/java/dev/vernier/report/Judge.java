package dev.vernier.report;

import dev.vernier.evaluate.Evaluation;
import dev.vernier.evaluate.IntegerShare;
import dev.vernier.evaluate.TaskScore;
import dev.vernier.report.Verdict.Level;
import dev.vernier.report.Verdict.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Gives the verdict: the worst of three reasons decides.
 *
 * <pre>
 * quality   with labels  drop at most 0.5 points: ship; at most 2: look; more: stop
 *           without      SQNR of the worst output at least 20 dB and cosine 0.99: ship;
 *                        10 dB and 0.95: look; less: stop
 * speed     not slower than float: ship; else look
 * integers  all that was planned, at least half of the arithmetic: ship; else look
 * </pre>
 *
 * <p>Ranges from invented samples mean nothing: then it is look at best.
 */
final class Judge {

    private Judge() {}

    static Verdict of(Evaluation evaluation, boolean invented) {
        List<Reason> reasons =
                List.of(
                        evaluation.task().map(Judge::task).orElseGet(() -> signal(evaluation)),
                        speed(evaluation),
                        integers(evaluation.integerShare()));
        Level worst =
                reasons.stream()
                        .map(Reason::level)
                        .max(Comparator.naturalOrder())
                        .orElse(Level.LOOK);
        if (invented && worst == Level.SHIP) {
            worst = Level.LOOK;
        }
        return new Verdict(worst, sentence(worst, reasons, invented), reasons);
    }

    private static String sentence(Level level, List<Reason> reasons, boolean invented) {
        if (invented) {
            return "Calibrated on random samples: a trial, not a model to ship.";
        }
        boolean quality = reasons.get(0).level() != Level.SHIP;
        return switch (level) {
            case SHIP -> "As good as the float model, smaller and no slower.";
            case LOOK ->
                    quality
                            ? "Usable, but the quality is worth a look before it ships."
                            : "Accurate, but there is less to gain than there could be.";
            case STOP -> "The quantized model answers too differently from the float model.";
        };
    }

    private static Reason task(TaskScore task) {
        double drop = 100 * (task.floatScore() - task.quantizedScore());
        Level level = drop <= 0.5 ? Level.SHIP : drop <= 2 ? Level.LOOK : Level.STOP;
        return new Reason(
                level,
                String.format(
                        Locale.ROOT,
                        "%s %.2f %% against %.2f %% in float, the same answer on %.2f %% of %d"
                                + " samples",
                        capital(task.metric()),
                        100 * task.quantizedScore(),
                        100 * task.floatScore(),
                        100 * task.agreement(),
                        task.samples()));
    }

    private static Reason signal(Evaluation evaluation) {
        double sqnr = evaluation.worstSqnr();
        double cosine = evaluation.worstCosine();
        Level level =
                sqnr >= 20 && cosine >= 0.99
                        ? Level.SHIP
                        : sqnr >= 10 && cosine >= 0.95 ? Level.LOOK : Level.STOP;
        String ratio =
                Double.isInfinite(sqnr)
                        ? "no difference"
                        : String.format(Locale.ROOT, "%.1f dB SQNR", sqnr);
        return new Reason(
                level,
                String.format(
                        Locale.ROOT,
                        "%s and a cosine of %.4f at the worst output, on %d samples without labels",
                        ratio,
                        cosine,
                        evaluation.samples()));
    }

    private static Reason speed(Evaluation evaluation) {
        double ratio = evaluation.floatMillis() / evaluation.quantizedMillis();
        double smaller = (double) evaluation.floatBytes() / evaluation.quantizedBytes();
        Level level = ratio >= 1 && smaller > 1 ? Level.SHIP : Level.LOOK;
        return new Reason(
                level,
                String.format(
                        Locale.ROOT,
                        "%.1f times smaller and %.1f times %s on this processor",
                        smaller,
                        ratio >= 1 ? ratio : 1 / ratio,
                        ratio >= 1 ? "faster" : "slower"));
    }

    private static Reason integers(IntegerShare share) {
        boolean all = share.notFused().isEmpty();
        Level level = all && share.ofTotal() >= 0.5 ? Level.SHIP : Level.LOOK;
        return new Reason(
                level,
                String.format(
                        Locale.ROOT,
                        "%.1f %% of the multiply-accumulates run in integers%s",
                        100 * share.ofTotal(),
                        all
                                ? ", all that were planned"
                                : ", though more were planned: "
                                        + share.notFused().size()
                                        + " nodes stay in float"));
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
