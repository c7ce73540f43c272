package dev.vernier.plan;

import dev.vernier.graph.ModelFormatException;
import dev.vernier.json.JsonFields;
import dev.vernier.numeric.CodeRange;
import dev.vernier.numeric.Granularity;
import dev.vernier.numeric.IntegerType;
import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.numeric.Range;
import dev.vernier.target.FloatType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The plan as a JSON file, schema version {@value #SCHEMA_VERSION}:
 *
 * <pre>
 * {"schemaVersion": 1, "target": "onnxruntime-cpu", "modelSha256": "...",
 *  "remainder": "float16",
 *  "improved": {"model": "plan.improved.onnx", "sha256": "...", "steps": ["bias correction"]},
 *  "nodes": [{"name": "conv1", "op": "Conv", "runs": "integer", "rule": "weighted-kernel",
 *             "why": "...", "quantizedInputs": ["x"], "weight": "w", "bias": "b",
 *             "quantizedOutput": "y"}, ...],
 *  "activations": {"x": {"type": "uint8", "scale": 0.1, "zeroPoint": 128,
 *                        "min": -12.8, "max": 12.7, "calibrator": "min-max"}, ...},
 *  "weights": {"conv1": {"tensor": "w", "type": "int8", "axis": 0, "scales": [...],
 *                         "grown": {"channels": 3, "meanFactor": 1.3}}, ...}}
 * </pre>
 *
 * <p>{@code remainder} is left out where it is float32, {@code improved} where accuracy methods
 * changed no constant. Keys in this order, nodes and values in the order of the graph: the same
 * plan gives the same bytes. Floats are written with the fewest digits that read back to the same
 * float.
 */
public final class PlanJson {

    static final int SCHEMA_VERSION = 1;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private static final Map<String, FloatType> REMAINDERS =
            Map.of(
                    FloatType.FLOAT32.id(), FloatType.FLOAT32,
                    FloatType.FLOAT16.id(), FloatType.FLOAT16);

    private PlanJson() {}

    /** The text of a plan file, ending with a line break. */
    public static String write(QuantizationPlan plan) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("schemaVersion", SCHEMA_VERSION);
        root.put("target", plan.target());
        root.put("modelSha256", plan.modelSha256());
        if (plan.remainder() != FloatType.FLOAT32) {
            root.put("remainder", plan.remainder().id());
        }
        plan.improved().ifPresent(improved -> write(improved, root.putObject("improved")));
        ArrayNode nodes = root.putArray("nodes");
        plan.nodes().forEach(decision -> write(decision, nodes.addObject()));
        ObjectNode activations = root.putObject("activations");
        plan.activations()
                .values()
                .forEach(each -> write(each, activations.putObject(each.value())));
        ObjectNode weights = root.putObject("weights");
        plan.weights().values().forEach(each -> write(each, weights.putObject(each.node())));
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private static void write(ImprovedModel improved, ObjectNode json) {
        json.put("model", improved.file());
        json.put("sha256", improved.sha256());
        ArrayNode steps = json.putArray("steps");
        improved.steps().forEach(steps::add);
    }

    private static void write(NodeDecision decision, ObjectNode json) {
        json.put("name", decision.node());
        json.put("op", decision.op());
        json.put("runs", decision.isInteger() ? "integer" : "float");
        json.put("rule", decision.reason().id());
        json.put("why", decision.reason().sentence());
        if (!decision.detail().isEmpty()) {
            json.put("detail", decision.detail());
        }
        if (!decision.quantizedInputs().isEmpty()) {
            ArrayNode inputs = json.putArray("quantizedInputs");
            decision.quantizedInputs().forEach(inputs::add);
        }
        decision.weight().ifPresent(name -> json.put("weight", name));
        decision.bias().ifPresent(name -> json.put("bias", name));
        decision.quantizedOutput().ifPresent(name -> json.put("quantizedOutput", name));
    }

    private static void write(ActivationPlan activation, ObjectNode json) {
        json.put("type", activation.parameters().type().toString());
        json.put("scale", activation.parameters().scale());
        json.put("zeroPoint", activation.parameters().zeroPoint());
        json.put("min", activation.range().min());
        json.put("max", activation.range().max());
        json.put("calibrator", activation.calibrator());
    }

    private static void write(WeightPlan weight, ObjectNode json) {
        json.put("tensor", weight.tensor());
        json.put("type", weight.type().toString());
        if (weight.granularity() instanceof Granularity.PerChannel channels) {
            json.put("axis", channels.axis());
        }
        ArrayNode scales = json.putArray("scales");
        weight.scales().forEach(scales::add);
        weight.growth()
                .ifPresent(
                        growth -> {
                            ObjectNode grown = json.putObject("grown");
                            grown.put("channels", growth.channels());
                            grown.put("meanFactor", growth.meanFactor());
                        });
    }

    /**
     * The plan in this text.
     *
     * @throws ModelFormatException if it is no JSON, of another schema version, or lacks something;
     *     the message says what
     */
    public static QuantizationPlan read(String text) {
        JsonFields fields = JsonFields.parse("plan", text);
        if (fields.integer("schemaVersion") != SCHEMA_VERSION) {
            throw new ModelFormatException(
                    "plan must have schemaVersion "
                            + SCHEMA_VERSION
                            + "; schemaVersion="
                            + fields.integer("schemaVersion"));
        }
        fields.requireOnly(
                List.of(
                        "schemaVersion",
                        "target",
                        "modelSha256",
                        "remainder",
                        "improved",
                        "nodes",
                        "activations",
                        "weights"));
        List<NodeDecision> nodes = new ArrayList<>();
        fields.elements("nodes").forEach(node -> nodes.add(node.checked(() -> readNode(node))));
        Map<String, ActivationPlan> activations = new LinkedHashMap<>();
        fields.members("activations")
                .forEach(
                        (value, json) ->
                                activations.put(
                                        value, json.checked(() -> readActivation(value, json))));
        Map<String, WeightPlan> weights = new LinkedHashMap<>();
        fields.members("weights")
                .forEach(
                        (node, json) ->
                                weights.put(node, json.checked(() -> readWeight(node, json))));
        return new QuantizationPlan(
                fields.text("target"),
                fields.text("modelSha256"),
                fields.optionalChoice("remainder", REMAINDERS).orElse(FloatType.FLOAT32),
                fields.optionalMember("improved").map(PlanJson::readImproved),
                nodes,
                activations,
                weights);
    }

    private static ImprovedModel readImproved(JsonFields json) {
        json.requireOnly(List.of("model", "sha256", "steps"));
        return json.checked(
                () ->
                        new ImprovedModel(
                                json.text("model"), json.text("sha256"), json.texts("steps")));
    }

    private static NodeDecision readNode(JsonFields json) {
        json.requireOnly(
                List.of(
                        "name",
                        "op",
                        "runs",
                        "rule",
                        "why",
                        "detail",
                        "quantizedInputs",
                        "weight",
                        "bias",
                        "quantizedOutput"));
        return new NodeDecision(
                json.text("name"),
                json.text("op"),
                reason(json),
                json.optionalText("detail").orElse(""),
                json.texts("quantizedInputs"),
                json.optionalText("weight"),
                json.optionalText("bias"),
                json.optionalText("quantizedOutput"));
    }

    private static Reason reason(JsonFields json) {
        String id = json.text("rule");
        return Reason.ofId(id).orElseThrow(() -> json.malformed("rule", "a known rule", id));
    }

    private static ActivationPlan readActivation(String value, JsonFields json) {
        json.requireOnly(List.of("type", "scale", "zeroPoint", "min", "max", "calibrator"));
        return new ActivationPlan(
                value,
                new Range(json.number("min"), json.number("max")),
                json.text("calibrator"),
                new QuantizationParameters(
                        json.number("scale"), json.integer("zeroPoint"), type(json)));
    }

    private static WeightPlan readWeight(String node, JsonFields json) {
        json.requireOnly(List.of("tensor", "type", "axis", "scales", "grown"));
        Optional<Integer> axis = json.optionalInteger("axis");
        Granularity granularity =
                axis.isPresent()
                        ? new Granularity.PerChannel(axis.get())
                        : new Granularity.PerTensor();
        List<QuantizationParameters> scales =
                json.numbers("scales").stream()
                        .map(s -> new QuantizationParameters(s, 0, type(json), CodeRange.NARROW))
                        .toList();
        return new WeightPlan(
                node,
                json.text("tensor"),
                type(json),
                granularity,
                scales.stream().map(QuantizationParameters::scale).toList(),
                json.optionalMember("grown").map(PlanJson::readGrowth));
    }

    private static ScaleGrowth readGrowth(JsonFields json) {
        return json.checked(
                () -> new ScaleGrowth(json.integer("channels"), json.number("meanFactor")));
    }

    private static IntegerType type(JsonFields json) {
        String name = json.text("type");
        boolean signed = name.startsWith("int");
        String bits = name.substring(signed ? 3 : Math.min(4, name.length()));
        if (!name.equals((signed ? "int" : "uint") + bits) || !bits.matches("\\d{1,2}")) {
            throw json.malformed("type", "an integer type such as int8 or uint8", name);
        }
        return new IntegerType(Integer.parseInt(bits), signed);
    }
}
