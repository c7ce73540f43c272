package dev.vernier.plan;

import dev.vernier.graph.UnsupportedModelException;
import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.numeric.RealFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A plan whose scales are float16 numbers, as QuantizeLinear-19 wants them next to float16 values:
 * each the next one that is not smaller, so that no range shrinks. Codes are computed with these.
 *
 * <p>Scales below 2^-24 become that number.
 */
final class HalfScales {

    private HalfScales() {}

    static QuantizationPlan of(QuantizationPlan plan) {
        Map<String, ActivationPlan> activations = new LinkedHashMap<>();
        plan.activations().forEach((name, value) -> activations.put(name, halved(value)));
        Map<String, WeightPlan> weights = new LinkedHashMap<>();
        plan.weights()
                .forEach(
                        (node, weight) ->
                                weights.put(
                                        node,
                                        weight.withScales(
                                                weight.scales().stream()
                                                        .map(s -> roundedUp(s, weight.tensor()))
                                                        .toList())));
        return plan.withActivations(activations).withWeights(weights);
    }

    private static ActivationPlan halved(ActivationPlan activation) {
        QuantizationParameters exact = activation.parameters();
        return new ActivationPlan(
                activation.value(),
                activation.range(),
                activation.calibrator(),
                new QuantizationParameters(
                        roundedUp(exact.scale(), activation.value()),
                        exact.zeroPoint(),
                        exact.type(),
                        exact.codeRange()));
    }

    /**
     * The smallest float16 that is at least this.
     *
     * @throws UnsupportedModelException if there is none
     */
    static float roundedUp(float scale, String name) {
        ByteBuffer half = ByteBuffer.allocate(Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        RealFormat.FLOAT16.write(new float[] {scale}, 0, half, 1);
        float rounded = read(half);
        if (rounded < scale) {
            half.putShort(0, (short) (half.getShort(0) + 1)); // the next code is the next number
            rounded = read(half);
        }
        if (Float.isInfinite(rounded)) {
            throw new UnsupportedModelException(
                    "scale must be at most 65504 to be float16; tensor=%s, scale=%s"
                            .formatted(name, scale));
        }
        return rounded;
    }

    private static float read(ByteBuffer half) {
        float[] value = new float[1];
        RealFormat.FLOAT16.read(half.rewind(), value, 0, 1);
        return value[0];
    }
}
