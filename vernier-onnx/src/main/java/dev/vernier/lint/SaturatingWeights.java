package dev.vernier.lint;

import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.numeric.IntegerType;
import dev.vernier.numeric.PairLayout;
import dev.vernier.numeric.PairMagnitudes;
import dev.vernier.numeric.PairSaturation;
import dev.vernier.target.Accumulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Neighbouring weights whose products overflow 16 bits, where the target adds them there, equation
 * (21).
 */
final class SaturatingWeights implements LintRule {

    @Override
    public String id() {
        return "saturating-weights";
    }

    @Override
    public Severity severity() {
        return Severity.ERROR;
    }

    @Override
    public String fix() {
        return "quantize the float model with --target portable-cpu, or run it where VNNI is";
    }

    @Override
    public List<Problem> check(LintedModel model) {
        List<Problem> problems = new ArrayList<>();
        if (model.target().accumulation() == Accumulation.EXACT) {
            return problems;
        }
        IntegerType activations = model.target().activations().type();
        int most = PairSaturation.largestCodeSum(activations.max() - activations.min());
        for (Node node : model.products()) {
            Optional<Tensor> codes = codes(node, model);
            if (codes.isPresent()) {
                int channels = overflowing(node, codes.get(), model, most);
                if (channels > 0) {
                    problems.add(
                            new Problem(
                                    node,
                                    "neighbouring codes of one sign add up to more than %d in %d channels of %s: wrong without VNNI"
                                            .formatted(most, channels, codes.get().name())));
                }
            }
        }
        return problems;
    }

    /** Of an int8 weight whose data is quantized as well. */
    private static Optional<Tensor> codes(Node node, LintedModel model) {
        return model.dequantized(node, 0).isEmpty()
                ? Optional.empty()
                : model.dequantized(node, 1)
                        .filter(weight -> LintedModel.zeroPoints(weight).length == 0)
                        .flatMap(QuantizedValue::codes)
                        .filter(c -> c.type() == dev.vernier.graph.ElementType.INT8)
                        .filter(c -> c.rank() >= 2 && c.elements() > 0);
    }

    private static int overflowing(Node node, Tensor codes, LintedModel model, int most) {
        long[] shape = codes.dimensions().stream().mapToLong(Long::longValue).toArray();
        Optional<PairLayout> pairs = model.product(node).orElseThrow().layout().pairs(node, shape);
        int channels = 0;
        if (pairs.isPresent()) {
            for (float mean : PairMagnitudes.of(pairs.get(), integers(codes))) {
                channels += 2 * mean > most ? 1 : 0;
            }
        }
        return channels;
    }

    private static float[] integers(Tensor codes) {
        long[] values = dev.vernier.model.Weights.longs(codes);
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values[i];
        }
        return floats;
    }
}
