package dev.vernier.rewrite;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Scopes;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.TensorData;
import dev.vernier.numeric.Granularity;
import dev.vernier.numeric.QuantizationParameters;
import java.util.List;

/**
 * Where the integer codes of a constant come from: made anew for each file, or kept for models that
 * are rewritten again and again. Both give the same bytes. Thread-safe.
 */
public sealed interface Codes permits MadeCodes, KeptCodes {

    /** Up to so many elements of constants, all of them and some variants are kept. */
    long FEW = 48 << 20;

    /** For a model that is rewritten again and again: kept, unless its constants are many. */
    static Codes forTries(Graph graph) {
        long elements =
                Scopes.of(graph).graphs().stream()
                        .flatMap(scope -> scope.initializers().values().stream())
                        .mapToLong(Tensor::elements)
                        .sum();
        return elements <= FEW ? new KeptCodes(2 * FEW) : new MadeCodes();
    }

    /**
     * The codes of a float constant, as {@code raw_data} packs them.
     *
     * @param grids one a slice of the granularity
     * @throws java.io.UncheckedIOException if the constant's file cannot be read
     */
    TensorData of(Tensor tensor, Granularity granularity, List<QuantizationParameters> grids);
}
