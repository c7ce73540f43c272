package dev.vernier;

import dev.vernier.data.ModelInputs;
import dev.vernier.data.Sample;
import dev.vernier.data.SampleCursor;
import dev.vernier.data.SampleTensor;
import dev.vernier.data.Samples;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import dev.vernier.model.ModelFile;
import dev.vernier.model.OutputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model of the ONNX backend tests.
 *
 * @param name of its test
 * @param file the model
 * @param given the sample to feed it; where there is none, that in the folder beside it
 */
record BackendModel(String name, Path file, Optional<Sample> given) {

    private static final long FREE_INITIALIZERS_IR = 4;

    /** Those below the folder that {@code -Dvernier.models} names. */
    static List<BackendModel> all() throws IOException {
        String folder = System.getProperty("vernier.models", "");
        if (folder.isEmpty()) {
            throw new IllegalStateException(
                    "-Dvernier.models must name a folder; see -Pexhaustive");
        }
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            List<BackendModel> models =
                    files.filter(file -> file.endsWith("model.onnx"))
                            .sorted()
                            .map(file -> new BackendModel(title(file), file, Optional.empty()))
                            .toList();
            if (models.isEmpty()) {
                throw new IllegalStateException(folder + " must hold models");
            }
            return models;
        }
    }

    private static String title(Path file) {
        return parent(file).getFileName().toString();
    }

    private static Path parent(Path file) {
        return Optional.ofNullable(file.getParent()).orElseThrow();
    }

    Path folder() {
        return parent(file);
    }

    Model read() throws IOException {
        return ModelFile.read(file).model();
    }

    Optional<Sample> sample() throws IOException {
        if (given.isPresent() || !hasData()) {
            return given;
        }
        try (Samples samples = samples();
                SampleCursor cursor = samples.cursor(ModelInputs.of(read().graph()))) {
            return cursor.next();
        }
    }

    /** Its test data, or invented ones where it has none. */
    Samples samples() throws IOException {
        if (given.isPresent()) {
            return Samples.of(given.get());
        }
        return hasData() ? Samples.folder(data()) : Samples.random(2, 1);
    }

    private boolean hasData() {
        return Files.isRegularFile(data().resolve("input_0.pb"));
    }

    private Path data() {
        return file.resolveSibling("test_data_set_0");
    }

    @Override
    public String toString() {
        return name;
    }

    /**
     * A model with all its inputs made constants, but for the first of floats.
     *
     * @param model the model; empty if it has no such input, no other, or no data
     * @param reason why it is empty
     */
    record Frozen(Optional<BackendModel> model, String reason) {

        /** Writes the frozen model to {@code file}. */
        static Frozen of(BackendModel model, Path file) throws IOException {
            Model read;
            Optional<Sample> sample;
            try {
                read = model.read();
                sample = model.sample();
            } catch (IOException | RuntimeException unreadable) {
                return new Frozen(Optional.empty(), "freeze, no usable data");
            }
            Map<String, SampleTensor> tensors = sample.map(Sample::inputs).orElse(Map.of());
            Optional<String> first =
                    read.graph().inputs().stream()
                            .map(ValueInfo::name)
                            .filter(
                                    input ->
                                            Optional.ofNullable(tensors.get(input))
                                                    .filter(t -> t.type() == ElementType.FLOAT)
                                                    .isPresent())
                            .findFirst();
            if (first.isEmpty() || tensors.size() < 2) {
                return new Frozen(Optional.empty(), "freeze, nothing to make constant");
            }
            ModelFile.write(file, frozen(read, tensors, first.get()), true, OutputFile.Check.NONE);
            SampleTensor data = Optional.ofNullable(tensors.get(first.get())).orElseThrow();
            Sample rest = new Sample("first", Map.of(first.get(), data));
            return new Frozen(
                    Optional.of(new BackendModel(model.name(), file, Optional.of(rest))), "");
        }

        private static Model frozen(Model model, Map<String, SampleTensor> tensors, String first) {
            Graph graph = model.graph();
            List<Tensor> initializers = new ArrayList<>(graph.initializers().values());
            List<ValueInfo> inputs = new ArrayList<>();
            for (ValueInfo input : graph.inputs()) {
                SampleTensor tensor = tensors.get(input.name());
                if (tensor == null
                        || input.name().equals(first)
                        || tensor.type() == ElementType.STRING) {
                    inputs.add(input);
                } else {
                    initializers.add(constant(input.name(), tensor));
                }
            }
            return model.withGraph(
                            graph.toBuilder().inputs(inputs).initializers(initializers).build())
                    .withIrVersion(Math.max(model.irVersion(), FREE_INITIALIZERS_IR));
        }

        private static Tensor constant(String name, SampleTensor tensor) {
            ByteBuffer buffer = tensor.bytes().duplicate();
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return Tensor.ofBytes(name, tensor.type(), tensor.shape(), bytes);
        }
    }
}
