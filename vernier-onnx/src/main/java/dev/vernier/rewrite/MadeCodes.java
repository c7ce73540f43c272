package dev.vernier.rewrite;

import dev.vernier.graph.Tensor;
import dev.vernier.graph.TensorData;
import dev.vernier.model.WeightChunks;
import dev.vernier.model.Weights;
import dev.vernier.numeric.Granularity;
import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.numeric.TensorQuantizer;
import java.nio.ByteBuffer;
import java.util.List;

/** Codes that are made each time; those of a large constant when they are written. Stateless. */
public final class MadeCodes implements Codes {

    /** From so many elements on, codes are not kept on the heap. */
    private static final long DEFERRED = 1 << 20;

    @Override
    public TensorData of(
            Tensor tensor, Granularity granularity, List<QuantizationParameters> grids) {
        TensorQuantizer quantizer = quantizer(tensor, granularity, grids);
        if (tensor.elements() < DEFERRED) {
            return TensorData.inline(quantizer.quantizeToBytes(Weights.floats(tensor)));
        }
        return TensorData.deferred(
                tensor.elements(),
                out ->
                        WeightChunks.forEach(
                                tensor,
                                (position, values, length) -> {
                                    byte[] codes = new byte[length];
                                    quantizer.quantize(position, values, 0, codes, 0, length);
                                    ByteBuffer bytes = ByteBuffer.wrap(codes);
                                    while (bytes.hasRemaining()) {
                                        out.write(bytes);
                                    }
                                }));
    }

    static TensorQuantizer quantizer(
            Tensor tensor, Granularity granularity, List<QuantizationParameters> grids) {
        long[] shape = tensor.dimensions().stream().mapToLong(Long::longValue).toArray();
        return TensorQuantizer.of(granularity.layout(shape), grids);
    }
}
