package dev.vernier.cli;

import dev.vernier.evaluate.ModelComparison;
import dev.vernier.evaluate.OutputComparison;
import dev.vernier.evaluate.TensorComparison;
import dev.vernier.numeric.ErrorMeasures;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that {@code vernier compare} measured. What is not a finite number is left out. */
final class CompareJson {

    private CompareJson() {}

    static Map<String, Object> of(
            Path floatModel,
            Path quantizedModel,
            ModelComparison comparison,
            List<Gates.Outcome> gates) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("float", floatModel.toString());
        json.put("quantized", quantizedModel.toString());
        json.put("floatBytes", comparison.floatBytes());
        json.put("quantizedBytes", comparison.quantizedBytes());
        json.put("samples", comparison.samples());
        json.put("outputs", comparison.outputs().stream().map(CompareJson::output).toList());
        comparison
                .agreement()
                .ifPresent(
                        rows -> {
                            Map<String, Object> agreement = new LinkedHashMap<>();
                            agreement.put("output", rows.output());
                            agreement.put("rows", rows.rows());
                            agreement.put("top1", rows.top1());
                            agreement.put("top5", rows.top5());
                            json.put("agreement", agreement);
                        });
        comparison
                .task()
                .ifPresent(
                        score -> {
                            Map<String, Object> task = new LinkedHashMap<>();
                            task.put("metric", score.metric());
                            task.put("float", score.floatScore());
                            task.put("quantized", score.quantizedScore());
                            json.put("task", task);
                        });
        json.put("tensors", comparison.tensors().stream().map(CompareJson::tensor).toList());
        json.put("unmatched", comparison.unmatched());
        json.put("gates", gates.stream().map(CompareJson::gate).toList());
        json.put("notes", comparison.notes());
        return json;
    }

    private static Map<String, Object> gate(Gates.Outcome outcome) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("gate", outcome.gate());
        json.put("limit", outcome.limit());
        putFinite(json, "measured", outcome.measured());
        json.put("kept", outcome.kept());
        return json;
    }

    private static Map<String, Object> output(OutputComparison output) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", output.output());
        putFinite(json, "sqnrDecibel", output.sqnrDecibel());
        json.put("cosine", output.cosine());
        json.put("largestError", output.largestError());
        json.put("otherShapes", output.otherShapes());
        if (output.leftOut() > 0) {
            json.put("leftOut", output.leftOut());
        }
        return json;
    }

    private static Map<String, Object> tensor(TensorComparison tensor) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", tensor.tensor());
        json.put("node", tensor.node());
        json.put("op", tensor.op());
        json.put("matchedBy", tensor.matchedBy());
        json.put("quantized", tensor.quantized());
        json.put("shape", tensor.shape());
        json.put("accumulated", measures(tensor.accumulated()));
        tensor.local().ifPresent(own -> json.put("local", measures(own)));
        json.put("nonFinite", tensor.nonFinite());
        return json;
    }

    private static Map<String, Object> measures(ErrorMeasures measures) {
        Map<String, Object> json = new LinkedHashMap<>();
        putFinite(json, "sqnrDecibel", measures.signalToNoise());
        json.put("cosine", measures.cosine());
        json.put("largestError", measures.largestError());
        json.put("meanSquaredError", measures.meanSquaredError());
        return json;
    }

    private static void putFinite(Map<String, Object> json, String key, double value) {
        if (Double.isFinite(value)) {
            json.put(key, value);
        }
    }
}
