package dev.vernier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.data.Samples;
import dev.vernier.evaluate.Evaluation;
import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import dev.vernier.model.ModelFile;
import dev.vernier.model.OutputFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model as exporters wrote them in 2018: opset 7, IR 3, every initializer also an input, batch
 * normalization and dropout still there.
 */
class OldModelTest {

    private static final long SEED = 7;

    @TempDir private Path folder;

    @Test
    void quantizesWholly() throws IOException {
        Path model = folder.resolve("old.onnx");
        Path output = folder.resolve("old.int8.onnx");
        ModelFile.write(model, old(), false, OutputFile.Check.NONE);

        QuantizationResult result =
                Quantizer.of(model).calibrateWith(Samples.random(40, SEED)).writeTo(output);

        Evaluation evaluation = result.evaluation();
        Graph quantized = ModelFile.read(output).model().graph();
        assertThat(evaluation.worstSqnr()).isGreaterThan(20);
        assertThat(evaluation.integerShare().ofTotal()).isEqualTo(1);
        assertThat(quantized.opsets().onnx()).isEqualTo(13);
        assertThat(quantized.inputs()).extracting(ValueInfo::name).containsExactly("data");
        assertThat(quantized.nodes()).noneMatch(node -> node.is("BatchNormalization"));
    }

    private static Model old() {
        Random random = new Random(SEED);
        List<Tensor> constants =
                List.of(
                        random("w1", random, 8, 3, 3, 3),
                        random("b1", random, 8),
                        Tensor.ofFloats("scale", new long[] {8}, 1, 2, 1, 2, 1, 2, 1, 2),
                        random("shift", random, 8),
                        random("mean", random, 8),
                        Tensor.ofFloats("variance", new long[] {8}, 1, 1, 4, 4, 1, 1, 4, 4),
                        random("w2", random, 4, 8, 1, 1));
        List<ValueInfo> inputs = new ArrayList<>();
        inputs.add(ValueInfo.tensor("data", ElementType.FLOAT, Shape.of(1, 3, 12, 12)));
        constants.forEach(c -> inputs.add(ValueInfo.tensor(c.name(), c.type(), c.shape())));
        return Model.of(
                3,
                Graph.builder("old", Opsets.of(7))
                        .inputs(inputs)
                        .initializers(constants)
                        .output(ValueInfo.tensor("out", ElementType.FLOAT, Shape.of(1, 4, 5, 5)))
                        .node(Node.of("", "Conv", List.of("data", "w1", "b1"), List.of("c")))
                        .node(
                                Node.of(
                                        "",
                                        "BatchNormalization",
                                        List.of("c", "scale", "shift", "mean", "variance"),
                                        List.of("n")))
                        .node(Node.of("", "Relu", List.of("n"), List.of("r")))
                        .node(
                                Node.of(
                                        "",
                                        "MaxPool",
                                        List.of("r"),
                                        List.of("p"),
                                        Attribute.ofInts("kernel_shape", 2, 2),
                                        Attribute.ofInts("strides", 2, 2)))
                        .node(Node.of("", "Dropout", List.of("p"), List.of("d")))
                        .node(Node.of("", "Conv", List.of("d", "w2"), List.of("out")))
                        .build());
    }

    private static Tensor random(String name, Random random, long... shape) {
        int elements = 1;
        for (long length : shape) {
            elements *= (int) length;
        }
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.ofFloats(name, shape, values);
    }
}
