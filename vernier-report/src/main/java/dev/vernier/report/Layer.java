package dev.vernier.report;

import java.util.List;
import java.util.Optional;

/**
 * One node of the model: what became of it, and how much it lost.
 *
 * @param node its name
 * @param op its operator
 * @param integer whether it computes, moves or stores integers
 * @param rule identifier of the reason
 * @param why the reason, in half a sentence
 * @param tensor the value it gives
 * @param inputs values it reads that are not constant
 * @param outputs values it gives
 * @param quantizedInputs those of {@code inputs} that it reads as integers
 * @param shape of {@code tensor} for the first sample; empty if it was not seen
 * @param macs multiply-accumulates of one run, for products
 * @param local SQNR in dB of this node group alone; absent where nothing differs or it was not
 *     measured
 * @param accumulated SQNR in dB with all errors before it; absent likewise
 * @param exact whether it was measured and nothing differs
 * @param sensitivity how much the worst output loses by this node, in dB
 * @param sensitivityFrom {@code measured}, or {@code estimated} from the errors of all nodes
 * @param activation how its value is quantized
 * @param distribution what was seen of its value
 * @param weight how its constant is quantized
 */
public record Layer(
        String node,
        String op,
        boolean integer,
        String rule,
        String why,
        String tensor,
        List<String> inputs,
        List<String> outputs,
        List<String> quantizedInputs,
        List<Long> shape,
        Optional<Long> macs,
        Optional<Double> local,
        Optional<Double> accumulated,
        boolean exact,
        Optional<Double> sensitivity,
        Optional<String> sensitivityFrom,
        Optional<Activation> activation,
        Optional<Distribution> distribution,
        Optional<Weight> weight) {

    public Layer {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        quantizedInputs = List.copyOf(quantizedInputs);
        shape = List.copyOf(shape);
    }

    /** The same with other drawings. */
    Layer withDrawings(Optional<Distribution> values, Optional<Weight> channels) {
        return new Layer(
                node,
                op,
                integer,
                rule,
                why,
                tensor,
                inputs,
                outputs,
                quantizedInputs,
                shape,
                macs,
                local,
                accumulated,
                exact,
                sensitivity,
                sensitivityFrom,
                activation,
                values,
                channels);
    }

    /**
     * Scale and range of a value.
     *
     * @param type of its codes
     * @param min the smallest real value that is not clipped
     * @param max the largest
     * @param calibrator how the range was chosen
     * @param clipped share of the values seen outside, 0 to 1; absent without statistics
     */
    public record Activation(
            String type,
            double scale,
            int zeroPoint,
            double min,
            double max,
            String calibrator,
            Optional<Double> clipped) {}

    /**
     * The histogram of a value, for a drawing: bins of equal width.
     *
     * @param from lower end of the first bin
     * @param to upper end of the last bin
     * @param counts one a bin
     * @param below values under {@code from}
     * @param above values over {@code to}
     * @param min the smallest value seen
     * @param max the largest
     * @param count of all values
     * @param alternatives the ranges other calibrators would choose
     */
    public record Distribution(
            double from,
            double to,
            List<Long> counts,
            long below,
            long above,
            double min,
            double max,
            long count,
            List<Alternative> alternatives) {
        public Distribution {
            counts = List.copyOf(counts);
            alternatives = List.copyOf(alternatives);
        }
    }

    /** A range that might have been chosen; {@code sqnr} expected from the histogram, in dB. */
    public record Alternative(String calibrator, double min, double max, Optional<Double> sqnr) {}

    /**
     * A constant in integers, its channels in groups of neighbours.
     *
     * @param tensor its name
     * @param type of its codes
     * @param channels how many scales
     * @param smallest the smallest largest-magnitude of a channel in each group
     * @param largest the largest
     */
    public record Weight(
            String tensor, String type, int channels, List<Double> smallest, List<Double> largest) {
        public Weight {
            smallest = List.copyOf(smallest);
            largest = List.copyOf(largest);
        }
    }
}
