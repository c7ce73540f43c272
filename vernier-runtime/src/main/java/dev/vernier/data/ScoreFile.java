package dev.vernier.data;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file with the wanted similarity of each pair of samples, in any unit: only the order counts.
 *
 * <p>Pair i is samples 2i and 2i + 1. Either an {@code .npy} of floats or integers with one axis,
 * or text with one number a line.
 */
public final class ScoreFile {

    private ScoreFile() {}

    /**
     * The scores, in the order of the pairs.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws DataException if it is no list of numbers
     */
    public static double[] read(Path file) throws IOException {
        return String.valueOf(file.getFileName()).endsWith(".npy") ? ofArray(file) : ofText(file);
    }

    private static double[] ofArray(Path file) throws IOException {
        try (NpyArray array = NpyFile.open(file)) {
            SampleTensor tensor = array.all();
            if (tensor.rank() != 1) {
                throw new DataException(
                        "%s: scores must be an array with one axis; found=%s"
                                .formatted(file, tensor));
            }
            double[] scores = new double[Math.toIntExact(tensor.elements())];
            for (int i = 0; i < scores.length; i++) {
                double score = tensor.type().isFloat() ? tensor.floats()[i] : tensor.longs()[i];
                scores[i] = finite(score, file, i);
            }
            return scores;
        }
    }

    private static double[] ofText(Path file) throws IOException {
        List<Double> scores = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank()) {
                    scores.add(finite(number(line.strip()), file, scores.size()));
                }
            }
        } catch (MalformedInputException e) {
            throw new DataException(file + ": scores must be UTF-8 text or an .npy file", e);
        }
        return scores.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static double finite(double score, Path file, int position) {
        if (!Double.isFinite(score)) {
            throw new DataException(
                    file
                            + ": score must be a number, one for each pair of samples; score="
                            + position);
        }
        return score;
    }
}
