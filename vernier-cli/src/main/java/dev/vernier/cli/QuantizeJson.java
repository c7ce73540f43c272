package dev.vernier.cli;

import dev.vernier.QuantizationResult;
import dev.vernier.evaluate.Evaluation;
import dev.vernier.evaluate.IntegerShare;
import dev.vernier.evaluate.OutputComparison;
import dev.vernier.improve.Improvement;
import dev.vernier.plan.NodeDecision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The same as {@link QuantizeSummary}, for programs. What is not a finite number is left out. */
final class QuantizeJson {

    private QuantizeJson() {}

    static Map<String, Object> of(Path model, QuantizationResult result) {
        Evaluation evaluation = result.evaluation();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", model.toString());
        json.put("output", result.output().toString());
        json.put("target", result.plan().target());
        result.statistics().ifPresent(seen -> json.put("calibrationSamples", seen.samples()));
        json.put("comparedSamples", evaluation.samples());
        json.put("bytes", pair(evaluation.floatBytes(), evaluation.quantizedBytes()));
        json.put("millis", pair(evaluation.floatMillis(), evaluation.quantizedMillis()));
        evaluation
                .task()
                .ifPresent(
                        task -> {
                            Map<String, Object> score =
                                    pair(task.floatScore(), task.quantizedScore());
                            score.put("metric", task.metric());
                            if (Double.isFinite(task.agreement())) {
                                score.put("agreement", task.agreement());
                            }
                            score.put("samples", task.samples());
                            json.put("task", score);
                        });
        json.put("outputs", evaluation.outputs().stream().map(QuantizeJson::output).toList());
        result.budget().ifPresent(budget -> json.put("budget", BudgetJson.of(budget)));
        json.put("multiplyAccumulates", share(evaluation.integerShare()));
        json.put("grownScales", GrownScales.of(result.plan()));
        json.put(
                "improvements",
                result.improvements().stream().map(QuantizeJson::improvement).toList());
        json.put("nodes", nodes(result.plan().nodes()));
        json.put("notes", result.notes());
        json.put("warnings", result.warnings());
        return json;
    }

    private static Map<String, Object> pair(Number ofFloat, Number ofInteger) {
        Map<String, Object> pair = new LinkedHashMap<>();
        pair.put("float", ofFloat);
        pair.put("int8", ofInteger);
        return pair;
    }

    private static Map<String, Object> output(OutputComparison output) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", output.output());
        if (Double.isFinite(output.sqnrDecibel())) {
            json.put("sqnrDecibel", output.sqnrDecibel());
        }
        json.put("cosine", output.cosine());
        json.put("largestError", output.largestError());
        if (output.otherShapes() > 0) {
            json.put("otherShapes", output.otherShapes());
        }
        if (output.leftOut() > 0) {
            json.put("leftOut", output.leftOut());
        }
        return json;
    }

    private static Map<String, Object> share(IntegerShare share) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("total", share.total());
        json.put("planned", share.planned());
        json.put("integer", share.integer());
        json.put("notFused", share.notFused());
        return json;
    }

    private static Map<String, Object> improvement(Improvement improvement) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("step", improvement.step());
        putFinite(json, "sqnrDecibelBefore", improvement.before());
        improvement.after().ifPresent(after -> putFinite(json, "sqnrDecibelAfter", after));
        json.put("kept", improvement.kept());
        json.put("heldOutSamples", improvement.heldOut());
        json.put("detail", improvement.detail());
        return json;
    }

    private static void putFinite(Map<String, Object> json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, value);
        }
    }

    private static List<Map<String, Object>> nodes(List<NodeDecision> decisions) {
        List<Map<String, Object>> nodes = new ArrayList<>();
        for (NodeDecision decision : decisions) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", decision.node());
            json.put("op", decision.op());
            json.put("runs", decision.isInteger() ? "integer" : "float");
            json.put("rule", decision.reason().id());
            if (!decision.detail().isEmpty()) {
                json.put("detail", decision.detail());
            }
            nodes.add(json);
        }
        return nodes;
    }
}
