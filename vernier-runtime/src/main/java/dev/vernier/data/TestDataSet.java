package dev.vernier.data;

import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.UnsupportedModelException;
import dev.vernier.graph.ValueInfo;
import dev.vernier.model.TensorFile;
import dev.vernier.model.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A folder as ONNX's own tests and model zoo have it, one run: {@code input_0.pb} and so on, each a
 * serialized tensor.
 *
 * <p>A tensor feeds the input of its name; one whose name is no input feeds the input at its
 * number.
 */
final class TestDataSet {

    private static final String PREFIX = "test_data_set_";

    private TestDataSet() {}

    /** Whether a folder is one, by its name and first file. */
    static boolean isOne(Path folder) {
        return folder.getFileName().toString().startsWith(PREFIX)
                && Files.isRegularFile(input(folder, 0));
    }

    private static Path input(Path folder, int number) {
        return folder.resolve("input_" + number + ".pb");
    }

    /** Reads the inputs of one run. */
    static Sample read(Path folder, ModelInputs inputs, Set<String> notes) throws IOException {
        Map<String, SampleTensor> tensors = new LinkedHashMap<>();
        List<ValueInfo> required = inputs.required();
        for (int number = 0; Files.isRegularFile(input(folder, number)); number++) {
            Path file = input(folder, number);
            Tensor tensor = tensor(file);
            Optional<ValueInfo> numbered =
                    number < required.size() ? Optional.of(required.get(number)) : Optional.empty();
            String input =
                    inputs.find(tensor.name())
                            .or(() -> numbered)
                            .map(ValueInfo::name)
                            .orElseThrow(() -> unused(file, tensor, inputs));
            tensors.put(
                    input,
                    SampleTensor.ofBytes(
                            tensor.type(),
                            tensor.dimensions().stream().mapToLong(Long::longValue).toArray(),
                            Weights.bytes(tensor)));
        }
        return new Sample(folder.getFileName().toString(), tensors);
    }

    private static DataException unused(Path file, Tensor tensor, ModelInputs inputs) {
        return new DataException(
                "%s: tensor must feed an input; found='%s', needed=[%s]"
                        .formatted(file, tensor.name(), inputs.describe()));
    }

    private static Tensor tensor(Path file) throws IOException {
        try {
            return TensorFile.read(file);
        } catch (ModelFormatException | UnsupportedModelException e) {
            throw new DataException(String.valueOf(e.getMessage()), e);
        }
    }
}
