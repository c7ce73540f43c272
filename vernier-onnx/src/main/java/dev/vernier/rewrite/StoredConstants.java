package dev.vernier.rewrite;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.TensorData;
import dev.vernier.numeric.Granularity;
import dev.vernier.numeric.IntegerType;
import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.plan.WeightPlan;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Adds to an edit the integer form of constants: codes, scales and zero points.
 *
 * <p>A constant that several nodes read with the same scales is stored once. Not thread-safe.
 */
final class StoredConstants {

    /** Names of the three constants that a DequantizeLinear reads. */
    record Stored(String codes, String scale, String zeroPoint) {
        List<String> inputs() {
            return List.of(codes, scale, zeroPoint);
        }
    }

    private record Key(String tensor, Granularity granularity, List<Float> scales) {}

    private final Graph graph;
    private final GraphEdit edit;
    private final Names names;
    private final Codes codes;
    private final Map<Key, Stored> stored = new HashMap<>();

    StoredConstants(Graph graph, GraphEdit edit, Names names, Codes codes) {
        this.graph = graph;
        this.edit = edit;
        this.names = names;
        this.codes = codes;
    }

    /** Stores a constant on one grid, not shared with other readers of it. */
    Stored store(Tensor tensor, QuantizationParameters grid) {
        Stored constants = named(tensor);
        ElementType type = elementType(grid.type().toString());
        TensorData data = codes.of(tensor, new Granularity.PerTensor(), List.of(grid));
        edit.initializer(new Tensor(constants.codes(), type, tensor.dimensions(), data));
        edit.initializer(Tensor.ofFloats(constants.scale(), new long[0], grid.scale()));
        edit.initializer(zeroPoint(constants.zeroPoint(), grid));
        return constants;
    }

    Stored store(WeightPlan plan) {
        Key key = new Key(plan.tensor(), plan.granularity(), plan.scales());
        return stored.computeIfAbsent(key, k -> add(plan));
    }

    private Stored add(WeightPlan plan) {
        Tensor tensor = graph.constant(plan.tensor()).orElseThrow();
        ElementType type = elementType(plan.type().toString());
        boolean perChannel = plan.granularity() instanceof Granularity.PerChannel;
        long[] slices = perChannel ? new long[] {plan.scales().size()} : new long[0];
        Stored constants = named(tensor);
        TensorData data = codes.of(tensor, plan.granularity(), plan.parameters());
        edit.initializer(new Tensor(constants.codes(), type, tensor.dimensions(), data));
        edit.initializer(Tensor.ofFloats(constants.scale(), slices, floats(plan.scales())));
        edit.initializer(
                Tensor.ofBytes(
                        constants.zeroPoint(), type, slices, new byte[plan.scales().size()]));
        return constants;
    }

    private Stored named(Tensor tensor) {
        return new Stored(
                names.fresh(tensor.name() + "_quantized"),
                names.fresh(tensor.name() + "_scale"),
                names.fresh(tensor.name() + "_zero_point"));
    }

    /** A DequantizeLinear that writes {@code output}. */
    static Node dequantize(
            String name, List<String> inputs, String output, Granularity granularity) {
        return granularity instanceof Granularity.PerChannel channels
                ? dequantize(name, inputs, output, channels.axis())
                : Node.of(name, "DequantizeLinear", inputs, List.of(output));
    }

    /** A DequantizeLinear with one scale for each index of an axis. */
    static Node dequantize(String name, List<String> inputs, String output, long axis) {
        return Node.of(
                name, "DequantizeLinear", inputs, List.of(output), Attribute.of("axis", axis));
    }

    /** One code as {@code raw_data} packs it, little-endian. */
    private static byte[] code(int code, IntegerType type) {
        return type.bits() == 16
                ? new byte[] {(byte) code, (byte) (code >> Byte.SIZE)}
                : new byte[] {(byte) code};
    }

    /** The zero point of a grid, as a constant. */
    static Tensor zeroPoint(String name, QuantizationParameters grid) {
        return Tensor.ofBytes(
                name,
                elementType(grid.type().toString()),
                new long[0],
                code(grid.zeroPoint(), grid.type()));
    }

    /** The ONNX type that stores an integer type of the plan. */
    static ElementType elementType(String integerType) {
        return ElementType.valueOf(integerType.toUpperCase(Locale.ROOT));
    }

    private static float[] floats(List<Float> values) {
        float[] array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return array;
    }
}
