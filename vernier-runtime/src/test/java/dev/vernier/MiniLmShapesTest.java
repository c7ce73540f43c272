package dev.vernier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
import dev.vernier.data.Samples;
import dev.vernier.graph.Dimension;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Shape;
import dev.vernier.graph.ValueInfo;
import dev.vernier.improve.Effort;
import dev.vernier.model.ModelFile;
import dev.vernier.runner.Runner;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.Runners;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shapes that are written into a transformer hold, and they are what lets its Adds fuse. */
class MiniLmShapesTest {

    private static final long SEED = 31;
    private static final int LAYERS = 6;

    @TempDir private Path folder;

    @Test
    void everyResidualAddFusesIntoTheNormalizationBehindIt() throws IOException {
        Graph optimized = Runners.optimizedModel(quantized(), RunnerOptions.DEFAULT).graph();

        assertThat(optimized.nodes())
                .filteredOn(node -> node.op().name().equals("SkipLayerNormalization"))
                .hasSize(2 * LAYERS);
    }

    @Test
    void everyShapeWrittenHolds() throws IOException {
        Path file = quantized();
        Model model = ModelFile.read(file).model();
        List<ValueInfo> written =
                model.graph().valueInfos().stream()
                        .filter(value -> value.shape().isPresent())
                        .filter(value -> model.graph().producer(value.name()).isPresent())
                        .toList();
        assertThat(written.size()).isGreaterThan(model.graph().nodes().size() / 2);

        List<String> names = written.stream().map(ValueInfo::name).toList();
        try (Runner runner = Runners.onnxRuntime(model, folder, names, RunnerOptions.DEFAULT)) {
            for (int batch : List.of(1, 32)) {
                for (int length : List.of(2, 17, 64)) {
                    assertShapesHold(runner, model.graph(), written, sample(batch, length));
                }
            }
        }
    }

    /** Equal names are equal lengths, those of the inputs included. */
    private static void assertShapesHold(
            Runner runner, Graph graph, List<ValueInfo> written, Sample sample) {
        Map<String, Long> lengths = new LinkedHashMap<>();
        for (ValueInfo input : graph.inputs()) {
            SampleTensor tensor =
                    Optional.ofNullable(sample.inputs().get(input.name())).orElseThrow();
            assertHolds(input, tensor.shape(), lengths);
        }
        Map<String, ValueInfo> byName = new LinkedHashMap<>();
        written.forEach(value -> byName.put(value.name(), value));
        int[] seen = new int[1];
        runner.run(
                sample,
                Set.copyOf(byName.keySet()),
                (name, tensor) -> {
                    ValueInfo value = Optional.ofNullable(byName.get(name)).orElseThrow();
                    assertHolds(value, tensor.shape(), lengths);
                    seen[0]++;
                });
        assertThat(seen[0]).isEqualTo(written.size());
    }

    private static void assertHolds(ValueInfo value, long[] actual, Map<String, Long> lengths) {
        Shape shape = value.shape().orElseThrow();
        assertThat(actual).as("%s", value).hasSize(shape.rank());
        for (int axis = 0; axis < actual.length; axis++) {
            long length = actual[axis];
            Dimension dimension = shape.dimension(axis);
            if (dimension instanceof Dimension.Fixed fixed) {
                assertThat(length).as("%s", value).isEqualTo(fixed.length());
            } else if (dimension instanceof Dimension.Named named) {
                assertThat(length)
                        .as("%s is %s", value, Arrays.toString(actual))
                        .isEqualTo(lengths.computeIfAbsent(named.name(), name -> length));
            }
        }
    }

    private Path quantized() throws IOException {
        Path output = folder.resolve("minilm.int8.onnx");
        Quantizer.of(MiniLmFiles.model(folder))
                .calibrateWith(Samples.of(sample(1, 16), sample(2, 24)))
                .effort(Effort.FAST)
                .writeTo(output);
        return output;
    }

    /** Tokens drawn at random, without padding. */
    static Sample sample(int batch, int length) {
        long[] shape = {batch, length};
        Random random = new Random(SEED);
        Map<String, SampleTensor> inputs = new LinkedHashMap<>();
        inputs.put("input_ids", longs(shape, random.longs((long) batch * length, 1000, 20000)));
        inputs.put("attention_mask", longs(shape, random.longs((long) batch * length, 1, 2)));
        inputs.put("token_type_ids", longs(shape, random.longs((long) batch * length, 0, 1)));
        return new Sample(batch + "x" + length, inputs);
    }

    private static SampleTensor longs(long[] shape, LongStream values) {
        return SampleTensor.ofLongs(shape, values.toArray());
    }
}
