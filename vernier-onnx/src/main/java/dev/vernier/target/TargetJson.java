package dev.vernier.target;

import dev.vernier.graph.ModelFormatException;
import dev.vernier.json.JsonFields;
import dev.vernier.numeric.CodeRange;
import dev.vernier.numeric.IntegerType;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.Symmetry;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A target as a JSON file, schema version {@value #SCHEMA_VERSION}:
 *
 * <pre>
 * {"schemaVersion": 1, "name": "my-target", "extends": "onnxruntime-cpu",
 *  "accumulation": "exact",
 *  "operators": {"Sigmoid": null, "Tanh": {"role": "joining"}}}
 * </pre>
 *
 * <p>With {@code extends}, what is left out is as in that target of the product, as {@link
 * Extension} has it. Without, every member must be there. Written whole, without {@code extends}.
 */
public final class TargetJson {

    static final int SCHEMA_VERSION = 1;

    private static final List<String> MEMBERS =
            List.of(
                    "schemaVersion",
                    "name",
                    "extends",
                    "activations",
                    "wideActivations",
                    "weights",
                    "biases",
                    "remainder",
                    "minimumOpset",
                    "accumulation",
                    "placement",
                    "restrictions",
                    "operators");

    private static final Map<String, IntegerType> ACTIVATIONS =
            words(
                    List.of(
                            IntegerType.UINT8,
                            IntegerType.INT8,
                            IntegerType.UINT16,
                            IntegerType.INT16),
                    IntegerType::toString);
    private static final Map<String, IntegerType> WEIGHTS =
            words(List.of(IntegerType.INT8), IntegerType::toString);
    private static final Map<String, IntegerType> WIDE_TYPES =
            words(List.of(IntegerType.INT16, IntegerType.UINT16), IntegerType::toString);
    private static final Map<String, Symmetry> SYMMETRIES =
            words(Symmetry.values(), each -> each.name().toLowerCase(Locale.ROOT));
    private static final Map<String, CodeRange> CODES =
            words(CodeRange.values(), each -> each.name().toLowerCase(Locale.ROOT));

    private TargetJson() {}

    /** The text of a target file, ending with a line break. */
    public static String write(Target target) {
        JsonMapper mapper = JsonMapper.shared();
        ObjectNode root = mapper.createObjectNode();
        root.put("schemaVersion", SCHEMA_VERSION);
        root.put("name", target.name());
        write(target.activations(), root.putObject("activations"));
        ObjectNode wide = root.putObject("wideActivations");
        texts(target.wide().types(), IntegerType::toString, wide.putArray("types"));
        texts(target.wide().operators(), Function.identity(), wide.putArray("operators"));
        ObjectNode weights = root.putObject("weights");
        write(target.weights(), weights);
        weights.put("granularity", target.granularity().id());
        root.put("biases", target.biases().id());
        texts(target.remainder(), FloatType::id, root.putArray("remainder"));
        root.put("minimumOpset", target.minimumOpset());
        root.put("accumulation", target.accumulation().id());
        root.put("placement", target.placement().id());
        texts(target.restrictions(), Restriction::id, root.putArray("restrictions"));
        ObjectNode operators = root.putObject("operators");
        target.operators().forEach((name, role) -> RoleJson.write(role, operators.putObject(name)));
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private static void write(LinearScheme scheme, ObjectNode json) {
        json.put("type", scheme.type().toString());
        json.put("symmetry", scheme.symmetry().name().toLowerCase(Locale.ROOT));
        json.put("codes", scheme.codeRange().name().toLowerCase(Locale.ROOT));
    }

    private static <T> void texts(Set<T> values, Function<T, String> id, ArrayNode json) {
        values.forEach(value -> json.add(id.apply(value)));
    }

    /**
     * The target in this text.
     *
     * @throws ModelFormatException if it is no JSON, of another schema version, lacks something,
     *     has a member or word that nobody knows, or describes what cannot be; the message says
     *     where, and what is allowed
     */
    public static Target read(String text) {
        JsonFields file = JsonFields.parse("target", text);
        file.requireOnly(MEMBERS);
        if (file.integer("schemaVersion") != SCHEMA_VERSION) {
            throw file.malformed(
                    "schemaVersion",
                    String.valueOf(SCHEMA_VERSION),
                    String.valueOf(file.integer("schemaVersion")));
        }
        JsonFields whole =
                file.optionalChoice("extends", words(Targets.all(), Target::name))
                        .map(base -> Extension.of(base, file))
                        .orElse(file);
        return whole.checked(() -> target(whole));
    }

    private static Target target(JsonFields json) {
        JsonFields weights = json.member("weights");
        weights.requireOnly(List.of("type", "symmetry", "codes", "granularity"));
        JsonFields activations = json.member("activations");
        activations.requireOnly(List.of("type", "symmetry", "codes"));
        return new Target(
                name(json),
                scheme(activations, ACTIVATIONS),
                wide(json.member("wideActivations")),
                scheme(weights, WEIGHTS),
                weights.choice(
                        "granularity", words(WeightGranularity.values(), WeightGranularity::id)),
                json.choice("biases", words(BiasForm.values(), BiasForm::id)),
                json.choices("remainder", words(FloatType.values(), FloatType::id)),
                json.integer("minimumOpset"),
                json.choice("accumulation", words(Accumulation.values(), Accumulation::id)),
                placement(json),
                json.choices("restrictions", words(Restriction.values(), Restriction::id)),
                operators(json));
    }

    private static String name(JsonFields json) {
        String name = json.text("name");
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw json.malformed("name", "of letters, digits, '.', '_' and '-'", name);
        }
        return name;
    }

    private static LinearScheme scheme(JsonFields json, Map<String, IntegerType> types) {
        return new LinearScheme(
                json.choice("type", types),
                json.choice("symmetry", SYMMETRIES),
                json.choice("codes", CODES));
    }

    private static WideActivations wide(JsonFields json) {
        json.requireOnly(List.of("types", "operators"));
        return json.checked(
                () ->
                        new WideActivations(
                                json.choices("types", WIDE_TYPES),
                                new LinkedHashSet<>(json.texts("operators"))));
    }

    private static PairPlacement placement(JsonFields json) {
        return json.choice("placement", words(PairPlacement.values(), PairPlacement::id));
    }

    private static Map<String, OperatorRole> operators(JsonFields json) {
        Map<String, OperatorRole> operators = new LinkedHashMap<>();
        json.members("operators")
                .forEach(
                        (name, row) ->
                                operators.put(name, RoleJson.read(name, placement(json), row)));
        return operators;
    }

    /** Word -> what it stands for, in the order of a list. */
    static <T> Map<String, T> words(List<T> values, Function<T, String> id) {
        Map<String, T> words = new LinkedHashMap<>();
        values.forEach(value -> words.put(id.apply(value), value));
        return Collections.unmodifiableMap(words);
    }

    static <T> Map<String, T> words(T[] values, Function<T, String> id) {
        return words(List.of(values), id);
    }
}
