package dev.vernier.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A {@code .npy} file with the right class of each sample.
 *
 * <p>One axis, or a second of length 1; any integer type.
 */
public final class LabelFile {

    private LabelFile() {}

    /**
     * The classes, in the order of the samples.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws DataException if it is no array of integers with one class a sample
     */
    public static int[] read(Path file) throws IOException {
        try (NpyArray array = NpyFile.open(file)) {
            SampleTensor tensor = array.all();
            long[] shape = tensor.shape();
            boolean isList = shape.length == 1 || (shape.length == 2 && shape[1] == 1);
            if (!isList || tensor.type().isFloat()) {
                throw new DataException(
                        "%s: labels must be an array of integers, one a sample; found=%s"
                                .formatted(file, tensor));
            }
            long[] labels = tensor.longs();
            for (int i = 0; i < labels.length; i++) {
                if (labels[i] < 0 || labels[i] > Integer.MAX_VALUE) {
                    throw new DataException(
                            "%s: label must be 0 to %d; sample=%d, label=%d"
                                    .formatted(file, Integer.MAX_VALUE, i, labels[i]));
                }
            }
            return Arrays.stream(labels).mapToInt(label -> (int) label).toArray();
        }
    }
}
