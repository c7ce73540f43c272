package dev.vernier.plan;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.target.OperatorRole.Averaging;
import java.util.List;
import java.util.Set;

/**
 * Quantizes the input of an average that stands between integers: behind a product, sums and
 * activations apart, and before nothing but quantized inputs.
 *
 * <p>An average is not a product; in integers it needs integers on both sides, else it would cost a
 * conversion.
 */
final class QuantizeAverages implements InputRule {

    private static final Set<String> FUSED_BEHIND =
            Set.of("Relu", "Clip", "BatchNormalization", "MaxPool", "Mul", "Sigmoid");

    @Override
    public void apply(InputRegion region) {
        for (Node average : region.open(Averaging.class)) {
            String input = average.inputs().get(0);
            if (isBehindProduct(input, region) && region.allReadIntegers(average.output())) {
                region.decide(average, InputRegion.reading(average, List.of(input), "average"));
            }
        }
    }

    private static boolean isBehindProduct(String value, InputRegion region) {
        Graph graph = region.graph();
        return graph.producer(value)
                .filter(
                        node ->
                                region.decision(node).isInteger()
                                        || (node.op().isOnnx()
                                                && FUSED_BEHIND.contains(node.op().name())
                                                && isBehindProduct(node.inputs().get(0), region)))
                .isPresent();
    }
}
