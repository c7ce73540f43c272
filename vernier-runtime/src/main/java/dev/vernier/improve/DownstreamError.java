package dev.vernier.improve;

import dev.vernier.improve.matrix.Rows;
import dev.vernier.improve.matrix.WeightMatrix;
import dev.vernier.numeric.QuantizationParameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The error behind some layers that a grid on their input causes: for each layer the variance of
 * its output's error over the energy of its output, errors of different columns taken as
 * independent. Behind a convolution means count as well: its output goes through a grid, on which
 * not every correction of a bias can land.
 */
final class DownstreamError {

    @SuppressWarnings("ArrayRecordComponent") // private, never compared
    private record Part(Rows rows, double[] importance, double[] weights, boolean means) {}

    private static final Rows NONE = new Rows(new float[0], 0, 0);

    private final List<Part> parts;

    private DownstreamError(List<Part> parts) {
        this.parts = parts;
    }

    static DownstreamError of(ScaleGroup group, Function<Layer, Rows> rowsOf) {
        Map<RowSource, Rows> rows = new LinkedHashMap<>();
        Map<RowSource, double[]> importance = new LinkedHashMap<>();
        Map<RowSource, double[]> weights = new LinkedHashMap<>();
        for (Layer layer : group.readers()) {
            WeightMatrix matrix = layer.matrix();
            Rows found = rows.computeIfAbsent(layer.source(), source -> rowsOf.apply(layer));
            double[] sum =
                    weights.computeIfAbsent(layer.source(), source -> new double[found.columns()]);
            double[] counts =
                    importance.computeIfAbsent(
                            layer.source(), source -> layer.importance(matrix, found));
            addRelative(matrix.columnEnergies(), found.secondMoments(counts), sum);
        }
        List<Part> parts = new ArrayList<>();
        for (Layer layer : group.readers()) {
            RowSource source = layer.source();
            Optional<double[]> sum = Optional.ofNullable(weights.remove(source));
            Rows found = rows.getOrDefault(source, NONE);
            double[] counts = importance.getOrDefault(source, new double[0]);
            boolean means = source.window().isPresent();
            sum.ifPresent(each -> parts.add(new Part(found, counts, each, means)));
        }
        return new DownstreamError(parts);
    }

    private static void addRelative(double[] energies, double[] moments, double[] sum) {
        double signal = dot(energies, moments);
        for (int column = 0; column < sum.length; column++) {
            sum[column] += signal > 0 ? energies[column] / signal : 0;
        }
    }

    double of(QuantizationParameters grid) {
        double error = 0;
        for (Part part : parts) {
            Rows rounded = part.rows().onGrid(grid);
            double[] difference =
                    part.means()
                            ? rounded.differenceSquares(part.rows(), part.importance())
                            : rounded.differenceVariances(part.rows(), part.importance());
            error += dot(part.weights(), difference);
        }
        return error;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
