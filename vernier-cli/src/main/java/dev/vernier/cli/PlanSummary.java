package dev.vernier.cli;

import dev.vernier.PlanPreview;
import dev.vernier.evaluate.PlannedWork;
import dev.vernier.plan.QuantizationPlan;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code vernier plan} prints: how much would run in integers, and what would not and why. */
final class PlanSummary {

    private final PlannedWork work;
    private final QuantizationPlan plan;

    PlanSummary(PlanPreview preview) {
        this.work = preview.work();
        this.plan = preview.plan();
    }

    String text() {
        return "  for %s, %d of %s in integers\n"
                        .formatted(
                                plan.target(),
                                plan.integerNodes().size(),
                                Figures.count(plan.nodes().size(), "node"))
                + arithmetic()
                + "  %s of weights in integers, all constants %s -> %s\n"
                        .formatted(
                                Figures.percent(share(work.integerBytes(), work.bytes())),
                                Figures.bytes(work.bytes()),
                                Figures.bytes(work.plannedBytes()))
                + GrownScales.of(plan).line()
                + new FloatReasons(plan).text();
    }

    private String arithmetic() {
        String open = work.open().isEmpty() ? "" : ", with 1 for " + String.join(", ", work.open());
        String unknown =
                work.unknown() == 0
                        ? ""
                        : ", without " + Figures.count(work.unknown(), "product") + " of no shape";
        return "  %s of %s multiply-accumulates in integers%s%s\n"
                .formatted(
                        Figures.percent(share(work.integerMacs(), work.macs())),
                        Figures.magnitude(work.macs()),
                        open,
                        unknown);
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("target", plan.target());
        json.put("nodes", plan.nodes().size());
        json.put("integerNodes", plan.integerNodes().size());
        json.put("multiplyAccumulates", pair(work.macs(), work.integerMacs()));
        json.put("openLengths", work.open());
        json.put("productsOfUnknownShape", work.unknown());
        Map<String, Object> bytes = pair(work.bytes(), work.integerBytes());
        bytes.put("planned", work.plannedBytes());
        json.put("constantBytes", bytes);
        return json;
    }

    private static Map<String, Object> pair(long total, long integer) {
        Map<String, Object> pair = new LinkedHashMap<>();
        pair.put("total", total);
        pair.put("integer", integer);
        return pair;
    }
}
