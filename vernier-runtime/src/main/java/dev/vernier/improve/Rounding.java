package dev.vernier.improve;

import static java.util.Comparator.comparingDouble;

import dev.vernier.graph.Tensor;
import dev.vernier.improve.matrix.CompensatedRounding;
import dev.vernier.improve.matrix.Rows;
import dev.vernier.improve.matrix.WeightMatrix;
import dev.vernier.plan.SmallestScales;
import dev.vernier.runner.HeapRoom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Rounds weights so that their errors cancel under the inputs that really occur: {@link
 * CompensatedRounding}, the GPTQ method, at 8 bits and with inputs as they are once quantized.
 *
 * <p>The constants of the graph become codes times scale, which quantization then stores as they
 * are. A weight that other nodes read as well is left alone; so is one with more than 2048 elements
 * a channel, whose second moments would take too much time and memory. One layer at a time,
 * channels in parallel.
 */
public final class Rounding implements Step {

    private static final int MOST_DEPTH = 2048;
    private static final float SLACK = 1.0001f;

    /** Multiplications that take about a second of one core. */
    private static final double A_SECOND = 1e9;

    private final boolean matrices;
    private final double most;

    private Rounding(boolean matrices, double most) {
        this.matrices = matrices;
        this.most = most;
    }

    /** Of all layers, whatever it takes. */
    public static Rounding ofAll() {
        return new Rounding(true, Double.POSITIVE_INFINITY);
    }

    /**
     * Of convolutions, where the rounding of weights often is most of the error: those that take
     * least, as many as take some seconds.
     */
    public static Rounding ofConvolutions() {
        return new Rounding(false, 4 * A_SECOND);
    }

    @Override
    public String name() {
        return "second-order rounding";
    }

    @Override
    public boolean fitsConstants() {
        return true;
    }

    @Override
    public Proposal propose(Candidate candidate, Evidence evidence) {
        List<Layer> layers =
                Layer.of(candidate).stream()
                        .filter(evidence::knows)
                        .filter(layer -> layer.depth() <= MOST_DEPTH)
                        .filter(layer -> matrices || layer.source().window().isPresent())
                        .filter(Layer::ownsWeight)
                        .toList();
        layers = affordable(layers);
        List<Change> changes = new ArrayList<>();
        Optional<Moments> known = Optional.empty();
        for (Layer layer : layers) {
            HeapRoom.make();
            Moments moments =
                    known.filter(each -> each.source().equals(layer.source()))
                            .filter(each -> each.groups().size() == layer.groups())
                            .orElseGet(() -> moments(layer, candidate, evidence));
            known = Optional.of(moments);
            Optional<Tensor> rounded = rounded(layer, candidate, evidence, moments);
            rounded.ifPresent(each -> changes.add(changed -> changed.withConstant(each)));
        }
        return Proposal.ofFree(changes, layers.size(), "layers");
    }

    private static Moments moments(Layer layer, Candidate candidate, Evidence evidence) {
        return Moments.of(layer, onGrid(evidence.fitted(layer), layer, candidate));
    }

    /** What is known of the inputs of a layer: one for each group of its channels. */
    private record Moments(RowSource source, List<CompensatedRounding> groups) {

        static Moments of(Layer layer, Rows rows) {
            double[] importance = layer.importance(layer.matrix(), rows);
            List<CompensatedRounding> groups = new ArrayList<>();
            for (int group = 0; group < layer.groups(); group++) {
                groups.add(
                        CompensatedRounding.of(
                                rows, importance, group * layer.depth(), layer.depth()));
            }
            return new Moments(layer.source(), groups);
        }
    }

    /** In the order of the graph. */
    private List<Layer> affordable(List<Layer> layers) {
        Set<Layer> chosen = new HashSet<>();
        double spent = 0;
        for (Layer layer : layers.stream().sorted(comparingDouble(Rounding::work)).toList()) {
            spent += work(layer);
            if (spent <= most) {
                chosen.add(layer);
            }
        }
        return layers.stream().filter(chosen::contains).toList();
    }

    /** Multiplications: a matrix of second moments a group, and what each channel hands on. */
    private static double work(Layer layer) {
        double square = (double) layer.depth() * layer.depth();
        return square * ((double) layer.depth() * layer.groups() + layer.channels());
    }

    private static Rows onGrid(Rows rows, Layer layer, Candidate candidate) {
        return rows.onGrid(candidate.plan().activation(layer.input()).parameters());
    }

    private static Optional<Tensor> rounded(
            Layer layer, Candidate candidate, Evidence evidence, Moments moments) {
        WeightMatrix weights = layer.matrix();
        float[] scales = layer.scales(candidate.plan());
        int largestCode = candidate.plan().weight(layer.node().name()).type().max();
        float[] results = new float[weights.values().length];
        int inGroup = weights.channels() / weights.groups();
        IntStream.range(0, weights.channels())
                .parallel()
                .forEach(
                        channel ->
                                moments.groups()
                                        .get(channel / inGroup)
                                        .round(
                                                weights.values(),
                                                channel * weights.depth(),
                                                scales[channel],
                                                largestCode,
                                                results));
        WeightMatrix nearest = weights.onGrid(scales, largestCode);
        WeightMatrix found =
                new WeightMatrix(results, weights.channels(), weights.depth(), weights.groups());
        keepFromSaturating(layer, evidence, found, nearest, scales);
        Rows heldOut = onGrid(evidence.heldOut(layer), layer, candidate);
        double[] importance = layer.importance(weights, heldOut);
        double before = weights.outputDifference(nearest, heldOut, importance);
        return weights.outputDifference(found, heldOut, importance) < before
                ? Optional.of(layer.weightOf(found))
                : Optional.empty();
    }

    /** Channels whose codes could saturate in a kernel, equation (21), are rounded to nearest. */
    private static void keepFromSaturating(
            Layer layer,
            Evidence evidence,
            WeightMatrix found,
            WeightMatrix nearest,
            float[] scales) {
        Tensor weight = layer.weightOf(found);
        SmallestScales.of(evidence.target(), layer.node(), weight, scales.length)
                .ifPresent(
                        smallest -> {
                            for (int channel = 0; channel < scales.length; channel++) {
                                if (smallest[channel] > SLACK * scales[channel]) {
                                    System.arraycopy(
                                            nearest.values(),
                                            channel * found.depth(),
                                            found.values(),
                                            channel * found.depth(),
                                            found.depth());
                                }
                            }
                        });
    }
}
