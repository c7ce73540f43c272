package dev.vernier.cli;

import dev.vernier.cli.text.Style;
import dev.vernier.cli.text.Table;
import dev.vernier.cli.text.Table.Align;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import dev.vernier.model.ModelFile;
import dev.vernier.plan.QuantizedOperators;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What {@code vernier inspect} tells of a model.
 *
 * @param file path of the model
 * @param bytes its size with external data
 * @param irVersion version of the file format
 * @param opsets operator sets, by domain
 * @param inputs what it is fed, as {@code name: type[shape]}
 * @param outputs what it gives
 * @param operators how often each operator occurs, most first
 * @param parameters elements of all constants
 * @param multiplyAccumulates of one run with every free axis of length 1, if they are known
 * @param quantized operators that only quantized models have; none for a float model
 * @param largest the largest constants
 * @param metadata as it stands in the file
 */
record ModelInventory(
        String file,
        long bytes,
        long irVersion,
        Map<String, Long> opsets,
        List<String> inputs,
        List<String> outputs,
        Map<String, Long> operators,
        long parameters,
        OptionalLong multiplyAccumulates,
        Map<String, Long> quantized,
        List<Tensor> largest,
        Map<String, String> metadata)
        implements Inventory {

    private static final int LARGEST = 5;

    static ModelInventory of(ModelFile file) {
        Model model = file.model();
        Graph graph = model.graph();
        List<Tensor> constants = new ArrayList<>(graph.initializers().values());
        return new ModelInventory(
                file.path().toString(),
                file.fileSize(),
                model.irVersion(),
                graph.opsets().versions(),
                graph.inputs().stream()
                        .filter(input -> !graph.initializers().containsKey(input.name()))
                        .map(ValueInfo::toString)
                        .toList(),
                graph.outputs().stream().map(ValueInfo::toString).toList(),
                operators(graph),
                constants.stream().mapToLong(Tensor::elements).sum(),
                FreeAxes.multiplyAccumulates(model),
                QuantizedOperators.in(graph),
                constants.stream()
                        .sorted(
                                Comparator.comparingLong((Tensor t) -> -t.data().size())
                                        .thenComparing(Tensor::name))
                        .limit(LARGEST)
                        .toList(),
                model.metadata());
    }

    private static Map<String, Long> operators(Graph graph) {
        Map<String, Long> counts = new TreeMap<>();
        for (Node node : graph.allNodes()) {
            counts.merge(node.op().toString(), 1L, Long::sum);
        }
        Map<String, Long> mostFirst = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(entry -> mostFirst.put(entry.getKey(), entry.getValue()));
        return mostFirst;
    }

    @Override
    public String text(Style style) {
        Table table = Table.of(Align.LEFT, Align.LEFT);
        table.row("size", Figures.bytes(bytes));
        table.row("format", "IR " + irVersion + ", " + opsetText());
        table.row("state", quantized.isEmpty() ? "float" : "quantized: " + counts(quantized));
        table.row("parameters", Figures.magnitude(parameters));
        multiplyAccumulates.ifPresent(macs -> table.row("work", work(macs)));
        inputs.forEach(input -> table.row("input", input));
        outputs.forEach(output -> table.row("output", output));
        table.row("operators", counts(operators));
        largest.forEach(
                tensor ->
                        table.row("constant", tensor + ", " + Figures.bytes(tensor.data().size())));
        metadata.forEach((key, value) -> table.row("metadata", key + " = " + value));
        return style.bold(file) + "\n" + table.render("  ");
    }

    private static String work(long macs) {
        return Figures.magnitude(macs) + " multiply-accumulates, every free axis of length 1";
    }

    private String opsetText() {
        return opsets.entrySet().stream()
                .map(
                        entry ->
                                (entry.getKey().isEmpty() ? "opset" : entry.getKey())
                                        + " "
                                        + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String counts(Map<String, Long> operators) {
        return operators.entrySet().stream()
                .map(entry -> String.format(Locale.ROOT, "%d %s", entry.getValue(), entry.getKey()))
                .collect(Collectors.joining(", "));
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", file);
        json.put("bytes", bytes);
        json.put("irVersion", irVersion);
        json.put("opsets", opsets);
        json.put("inputs", inputs);
        json.put("outputs", outputs);
        json.put("operators", operators);
        json.put("parameters", parameters);
        multiplyAccumulates.ifPresent(macs -> json.put("multiplyAccumulates", macs));
        json.put("quantizedOperators", quantized);
        json.put("largestConstants", largest.stream().map(Tensor::toString).toList());
        json.put("metadata", metadata);
        return json;
    }
}
