package dev.vernier.cli;

import dev.vernier.cli.text.Style;
import dev.vernier.cli.text.Table;
import dev.vernier.cli.text.Table.Align;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.UnsupportedModelException;
import dev.vernier.model.Weights;
import dev.vernier.statistics.ChannelStatistics;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.statistics.StatisticsAccumulator;
import dev.vernier.statistics.TensorStatistics;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What {@code vernier inspect --tensor} tells of a constant of a model: how its values are spread,
 * and the largest magnitude and mean of each channel.
 *
 * @param constant the tensor
 * @param readers the nodes that take it, with their operators
 * @param values its values
 * @param unicode whether the reader sees more than ASCII
 */
record ConstantInventory(
        Tensor constant, List<String> readers, TensorStatistics values, boolean unicode)
        implements Inventory {

    private static final int CHANNELS_SHOWN = 32;

    /** Empty if the graph has no constant of this name. */
    static Optional<Inventory> of(Graph graph, String name, boolean unicode) {
        return graph.constant(name)
                .map(
                        tensor ->
                                new ConstantInventory(
                                        tensor,
                                        graph.consumers(name).stream()
                                                .map(node -> node.label() + " (" + node.op() + ")")
                                                .toList(),
                                        values(graph, tensor),
                                        unicode));
    }

    /** Float32 weights are read where they are; other types are widened on the heap. */
    private static TensorStatistics values(Graph graph, Tensor tensor) {
        int axis = channelAxis(graph, tensor);
        StatisticsAccumulator accumulator =
                new StatisticsAccumulator(
                        tensor.rank() > 0 ? Map.of(tensor.name(), axis) : Map.of());
        accumulator.begin("the model");
        accumulator.add(
                tensor.name(),
                floats(tensor),
                tensor.dimensions().stream().mapToLong(Long::longValue).toArray());
        return accumulator
                .statistics(new ModelDigest("0".repeat(64)))
                .tensor(tensor.name())
                .orElse(TensorStatistics.EMPTY);
    }

    private static FloatBuffer floats(Tensor tensor) {
        if (tensor.type() == ElementType.STRING) {
            throw new UnsupportedModelException("tensor must be numeric; tensor=" + tensor);
        } else if (tensor.type() == ElementType.FLOAT) {
            return Weights.bytes(tensor).asFloatBuffer();
        } else if (tensor.type().isFloat()) {
            return FloatBuffer.wrap(Weights.floats(tensor));
        }
        long[] longs = Weights.longs(tensor);
        float[] floats = new float[longs.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = longs[i];
        }
        return FloatBuffer.wrap(floats);
    }

    /** The axis of the output channels as the first reader takes them, else the first. */
    private static int channelAxis(Graph graph, Tensor tensor) {
        Optional<Node> reader = graph.consumers(tensor.name()).stream().findFirst();
        if (reader.isEmpty() || tensor.rank() < 2) {
            return 0;
        }
        Node node = reader.get();
        boolean isLast =
                node.is("MatMul") || (node.is("Gemm") && node.attribute("transB", 0L) == 0);
        if (isLast) {
            return tensor.rank() - 1;
        }
        return node.is("ConvTranspose") ? 1 : 0;
    }

    @Override
    public String text(Style style) {
        StringBuilder text = new StringBuilder(style.bold(constant.toString())).append('\n');
        text.append("  %s, read by %s\n".formatted(Figures.bytes(constant.data().size()), read()));
        String remarks = StatisticsInventory.remarks(values);
        if (!remarks.isEmpty()) {
            text.append("  ").append(remarks).append('\n');
        }
        if (values.extremes().isPresent()) {
            text.append('\n').append(TensorHistogram.of(values, unicode));
        }
        values.channels().ifPresent(channels -> text.append('\n').append(table(channels)));
        return text.toString();
    }

    private String read() {
        return readers.isEmpty() ? "nobody" : String.join(", ", readers);
    }

    /** All channels, or the most and the least extended. */
    private static String table(ChannelStatistics channels) {
        List<Integer> byMagnitude =
                IntStream.range(0, channels.channels())
                        .boxed()
                        .sorted(
                                (a, b) ->
                                        Float.compare(channels.magnitude(b), channels.magnitude(a)))
                        .toList();
        boolean isAll = channels.channels() <= CHANNELS_SHOWN;
        List<Integer> shown = new ArrayList<>();
        if (isAll) {
            shown.addAll(byMagnitude.stream().sorted().toList());
        } else {
            shown.addAll(byMagnitude.subList(0, CHANNELS_SHOWN / 2));
            shown.addAll(
                    byMagnitude.subList(
                            channels.channels() - CHANNELS_SHOWN / 2, channels.channels()));
        }
        Table table = Table.of(Align.RIGHT, Align.RIGHT, Align.RIGHT);
        table.row("channel", "largest magnitude", "mean");
        for (int channel : shown) {
            table.row(
                    Integer.toString(channel),
                    Figures.significant(channels.magnitude(channel)),
                    Figures.significant(channels.mean(channel)));
        }
        String title =
                "  axis %d, %s%s\n"
                        .formatted(
                                channels.axis(),
                                Figures.count(channels.channels(), "channel"),
                                isAll
                                        ? ""
                                        : ", the %d largest and smallest magnitudes"
                                                .formatted(CHANNELS_SHOWN / 2));
        return title + table.render("  ");
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("tensor", constant.toString());
        json.put("bytes", constant.data().size());
        json.put("readers", readers);
        json.putAll(StatisticsInventory.json(values));
        if (values.extremes().isPresent()) {
            json.put("histogram", TensorHistogram.json(values));
        }
        values.channels().ifPresent(channels -> json.put("channels", json(channels)));
        return json;
    }

    private static Map<String, Object> json(ChannelStatistics channels) {
        List<Float> magnitudes = new ArrayList<>();
        List<Double> means = new ArrayList<>();
        for (int channel = 0; channel < channels.channels(); channel++) {
            magnitudes.add(channels.magnitude(channel));
            means.add(channels.mean(channel));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("axis", channels.axis());
        json.put("magnitudes", magnitudes);
        json.put("means", means);
        return json;
    }
}
