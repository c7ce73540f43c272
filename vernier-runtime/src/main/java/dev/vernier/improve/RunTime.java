package dev.vernier.improve;

import dev.vernier.target.Accumulation;
import dev.vernier.target.Target;
import java.util.List;
import java.util.Map;

/**
 * How long layers take in float and in integers, as far as it can be told without a clock: plans
 * have to be the same on every run.
 *
 * <pre>
 * product      a call + multiply-accumulates x the time of one, by kind of kernel
 * conversion   elements x the time to read, change and write one
 * </pre>
 *
 * <p>The figures are fitted to profiles of ONNX Runtime 1.29 in six convolutional networks on one
 * thread of a server with AVX-512 VNNI; only their ratios are used. Where sums of pairs saturate
 * (no VNNI), integer products take half of float's time. Thread-safe.
 */
final class RunTime {

    /** Nanoseconds of a multiply-accumulate of a dense product. */
    private static final double FLOAT = 0.03;

    private static final double INTEGER = 0.008;
    private static final double INTEGER_PAIRS = 0.015;

    /** Of a depthwise convolution, which no integer kernel makes faster. */
    private static final double FLOAT_DEPTHWISE = 0.04;

    private static final double INTEGER_DEPTHWISE = 0.05;

    /** Nanoseconds of an element that is read, multiplied and written, in integers. */
    private static final double PASS = 0.35;

    /** From integers in one order of channels to float in the other, or back. */
    private static final double CONVERSION = 0.45;

    private static final double FLOAT_CALL = 9_000;
    private static final double INTEGER_CALL = 16_000;
    private static final double CONVERSION_CALL = 8_000;

    private final Target target;
    private final Map<RowSource, Long> positions;

    RunTime(Evidence evidence) {
        this(evidence.target(), evidence.positions());
    }

    /**
     * @param positions rows that are multiplied for one sample
     */
    RunTime(Target target, Map<RowSource, Long> positions) {
        this.target = target;
        this.positions = Map.copyOf(positions);
    }

    /** Nanoseconds of all layers in float, with a pass over what each gives. */
    double inFloat(List<Layer> layers) {
        return layers.stream().mapToDouble(layer -> inFloat(layer) + ofPass(layer)).sum();
    }

    /** Of one more multiplication of what a layer gives. */
    double ofPass(Layer layer) {
        return PASS * written(layer);
    }

    /** What it costs to leave a layer in float between others in integers; never negative. */
    double ofLeavingInFloat(Layer layer) {
        double conversions = 2 * CONVERSION_CALL + CONVERSION * (read(layer) + written(layer));
        return Math.max(0, inFloat(layer) + conversions - inIntegers(layer));
    }

    private double inFloat(Layer layer) {
        return FLOAT_CALL + products(layer) * (layer.isDepthwise() ? FLOAT_DEPTHWISE : FLOAT);
    }

    private double inIntegers(Layer layer) {
        boolean pairs = target.accumulation() == Accumulation.SATURATING_PAIRS;
        double dense = pairs ? INTEGER_PAIRS : INTEGER;
        return INTEGER_CALL + products(layer) * (layer.isDepthwise() ? INTEGER_DEPTHWISE : dense);
    }

    private long positions(Layer layer) {
        return positions.getOrDefault(layer.source(), 1L);
    }

    private double products(Layer layer) {
        return written(layer) * layer.depth();
    }

    private double written(Layer layer) {
        return (double) positions(layer) * layer.channels();
    }

    /** Windows that move by more than one position skip none. */
    private double read(Layer layer) {
        long strides =
                layer.source()
                        .window()
                        .map(window -> window.strides().stream().reduce(1L, (a, b) -> a * b))
                        .orElse(1L);
        return (double) positions(layer) * strides * layer.inputChannels();
    }
}
