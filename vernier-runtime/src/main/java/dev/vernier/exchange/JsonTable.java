package dev.vernier.exchange;

import dev.vernier.data.DataException;
import dev.vernier.numeric.Range;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The calibration JSON of ONNX Runtime's quantization tools.
 *
 * <pre>
 * {"CLS": "TensorsData", "data": {NAME: TENSOR}, ...}    save_tensors_data (written here)
 * {NAME: TENSOR}                                         write_calibration_table
 * {NAME: [LOWEST, HIGHEST]}                              releases up to 1.16
 *
 * TENSOR  {"CLS": "TensorData", "lowest": NUMBERS, "highest": NUMBERS, ...}
 * NUMBERS a number, a list of them, or {"CLS": "numpy.array", "data": NUMBERS, "dtype": ...}
 * </pre>
 *
 * <p>Of several numbers (ranges by channel) the outermost count. Histograms and averages are passed
 * over.
 */
final class JsonTable {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path file;

    private JsonTable(Path file) {
        this.file = file;
    }

    static CalibrationTable read(Path file, byte[] bytes) {
        JsonNode root;
        try {
            root = MAPPER.readTree(new String(bytes, StandardCharsets.UTF_8));
        } catch (JacksonException e) {
            throw new DataException(
                    "%s: calibration table must be JSON; %s"
                            .formatted(file, e.getOriginalMessage()),
                    e);
        }
        return new JsonTable(file).table(root);
    }

    private CalibrationTable table(JsonNode root) {
        boolean isWrapped = root.path("CLS").isString() && root.path("data").isObject();
        JsonNode tensors = isWrapped ? root.path("data") : root;
        Map<String, Range> ranges = new TreeMap<>();
        for (Map.Entry<String, JsonNode> tensor : tensors.properties()) {
            ranges.put(tensor.getKey(), range(tensor.getKey(), tensor.getValue()));
        }
        if (ranges.isEmpty()) {
            throw new DataException(
                    file + ": calibration table must hold at least one tensor; tensors=0");
        }
        return new CalibrationTable(ranges);
    }

    private Range range(String name, JsonNode tensor) {
        boolean isPair = tensor.isArray() && tensor.size() == 2;
        JsonNode lowest = isPair ? tensor.get(0) : tensor.path("lowest");
        JsonNode highest = isPair ? tensor.get(1) : tensor.path("highest");
        return Range.of(
                (float) outermost(name, "lowest", lowest, -1),
                (float) outermost(name, "highest", highest, 1));
    }

    /** The largest of the numbers times {@code sign}, times {@code sign}. */
    private double outermost(String name, String what, JsonNode numbers, int sign) {
        if (numbers.isObject()) {
            return outermost(name, what, numbers.path("data"), sign);
        } else if (numbers.isArray() && !numbers.isEmpty()) {
            double outermost = Double.NEGATIVE_INFINITY;
            for (JsonNode number : numbers) {
                outermost = Math.max(outermost, sign * outermost(name, what, number, sign));
            }
            return sign * outermost;
        } else if (!numbers.isNumber() || !Float.isFinite((float) numbers.doubleValue())) {
            throw new DataException(
                    "%s: tensor '%s' must have finite numbers lowest and highest; %s=%s"
                            .formatted(file, name, what, numbers));
        }
        // Such a table may be of a range above zero, which every grid extends to zero.
        return sign * Math.max(sign * numbers.doubleValue(), 0);
    }

    static String write(CalibrationTable table) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("CLS", "TensorsData");
        ObjectNode data = root.putObject("data");
        table.ranges()
                .forEach(
                        (name, range) -> {
                            ObjectNode tensor = data.putObject(name);
                            number(tensor.putObject("lowest"), range.min());
                            number(tensor.putObject("highest"), range.max());
                            tensor.put("CLS", "TensorData");
                        });
        root.putObject("calibration_method")
                .put("CLS", "CalibrationMethod")
                .put("value", "CalibrationMethod.MinMax");
        root.put("smooth_quant", false);
        return MAPPER.writeValueAsString(root) + "\n";
    }

    private static void number(ObjectNode array, float value) {
        array.put("data", value).put("dtype", "float32").put("CLS", "numpy.array");
    }
}
