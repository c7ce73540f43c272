package dev.vernier.rewrite;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.TensorData;
import dev.vernier.graph.TensorData.FileRegion;
import dev.vernier.graph.TensorData.Inline;
import dev.vernier.model.WeightChunks;
import dev.vernier.numeric.Granularity;
import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.numeric.TensorQuantizer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Codes that stay on the heap, for models that are rewritten again and again with few constants
 * changed. When they are more than was allowed, those that were not asked for the longest go.
 *
 * <p>Thread-safe: two threads that miss the same constant both make it.
 */
public final class KeptCodes implements Codes {

    /** What codes are a function of. */
    private record Key(
            TensorData floats,
            ElementType type,
            List<Long> dimensions,
            Granularity granularity,
            List<QuantizationParameters> grids) {

        /** What it holds on the heap. */
        long bytes() {
            return floats instanceof FileRegion ? 0 : floats.size();
        }
    }

    private final long mostBytes;
    private final Map<Key, Inline> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /**
     * @param mostBytes how much to keep at most, with the constants themselves where they are on
     *     the heap
     */
    public KeptCodes(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    @Override
    public Inline of(Tensor tensor, Granularity granularity, List<QuantizationParameters> grids) {
        Key key = new Key(tensor.data(), tensor.type(), tensor.dimensions(), granularity, grids);
        return find(key).orElseGet(() -> keep(key, make(tensor, granularity, grids)));
    }

    private synchronized Optional<Inline> find(Key key) {
        return Optional.ofNullable(kept.get(key));
    }

    private static Inline make(
            Tensor tensor, Granularity granularity, List<QuantizationParameters> grids) {
        TensorQuantizer quantizer = MadeCodes.quantizer(tensor, granularity, grids);
        byte[] codes = new byte[Math.toIntExact(tensor.elements())];
        WeightChunks.forEach(
                tensor,
                (position, values, length) ->
                        quantizer.quantize(position, values, 0, codes, (int) position, length));
        return TensorData.inline(codes);
    }

    private synchronized Inline keep(Key key, Inline codes) {
        if (kept.putIfAbsent(key, codes) == null) {
            bytes += key.bytes() + codes.size();
        }
        Iterator<Map.Entry<Key, Inline>> oldest = kept.entrySet().iterator();
        while (bytes > mostBytes) {
            Map.Entry<Key, Inline> dropped = oldest.next();
            bytes -= dropped.getKey().bytes() + dropped.getValue().size();
            oldest.remove();
        }
        return codes;
    }
}
