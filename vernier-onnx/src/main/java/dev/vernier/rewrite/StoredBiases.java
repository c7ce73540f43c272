package dev.vernier.rewrite;

import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.numeric.QuantizedBias;
import java.util.List;

/**
 * Adds to an edit the int32 form of biases: codes, scales, and the DequantizeLinear behind them.
 */
final class StoredBiases {

    private final GraphEdit edit;
    private final Names names;

    StoredBiases(GraphEdit edit, Names names) {
        this.edit = edit;
        this.names = names;
    }

    /** Stores a bias; the value that a product reads in its place. */
    String store(Tensor bias, QuantizedBias quantized) {
        String codes = names.fresh(bias.name() + "_quantized");
        String scale = names.fresh(bias.name() + "_scale");
        String value = names.fresh(bias.name() + "_dequantized");
        String name = names.fresh(bias.name() + "_DequantizeLinear");
        float[] scales = quantized.scales();
        boolean perChannel = quantized.codes().length == scales.length;
        edit.initializer(Tensor.ofInts(codes, new long[] {bias.elements()}, quantized.codes()));
        edit.initializer(
                Tensor.ofFloats(
                        scale, perChannel ? new long[] {scales.length} : new long[0], scales));
        List<String> constants = List.of(codes, scale);
        edit.add(
                perChannel
                        ? StoredConstants.dequantize(name, constants, value, 0)
                        : Node.of(name, "DequantizeLinear", constants, List.of(value)));
        return value;
    }
}
