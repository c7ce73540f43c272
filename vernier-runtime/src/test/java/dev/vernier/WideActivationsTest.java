package dev.vernier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.data.Samples;
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
import dev.vernier.plan.TensorOverride;
import dev.vernier.target.Target;
import dev.vernier.target.TargetJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * 16-bit activations for a target that reads them, run by ONNX Runtime, which has the operators but
 * no integer kernels: the fact behind its targets listing none.
 */
class WideActivationsTest {

    private static final long SEED = 11;

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({"uint16, affine", "int16, affine", "uint16, symmetric", "int16, symmetric"})
    void sixteenBitsAreMoreAccurateThanEight(String type, String symmetry) throws IOException {
        double eight = quantize("x=symmetry=" + symmetry).evaluation().worstSqnr();

        QuantizationResult result = quantize("x=type=" + type + ",symmetry=" + symmetry);

        assertThat(result.evaluation().worstSqnr()).isGreaterThan(eight + 3);
        Graph graph = ModelFile.read(result.output()).model().graph();
        assertThat(graph.constant("x_zero_point").orElseThrow().type())
                .isEqualTo(ElementType.valueOf(type.toUpperCase(java.util.Locale.ROOT)));
        assertThat(graph.opsets().onnx()).isGreaterThanOrEqualTo(21);
    }

    @Test
    void onnxRuntimeComputesThemInFloatAndTheResultSaysSo() throws IOException {
        QuantizationResult result = quantize("x=type=uint16");

        assertThat(result.evaluation().integerShare().planned()).isPositive();
        assertThat(result.evaluation().integerShare().integer()).isZero();
        assertThat(result.evaluation().integerShare().notFused()).containsExactly("y");
    }

    @Test
    void planWith16BitsComesBack() throws IOException {
        Path plan = folder.resolve("plan.json");
        Path model = model();
        quantizer(model)
                .overriding(TensorOverride.parse("x=type=uint16"))
                .calibrateWith(Samples.random(20, SEED))
                .planTo(plan)
                .writeTo(folder.resolve("a.onnx"));

        QuantizationResult again =
                quantizer(model)
                        .planFrom(plan)
                        .calibrateWith(Samples.random(4, SEED))
                        .writeTo(folder.resolve("b.onnx"));

        assertThat(again.plan().activation("x").parameters().type().bits()).isEqualTo(16);
    }

    private QuantizationResult quantize(String override) throws IOException {
        return quantizer(model())
                .overriding(TensorOverride.parse(override))
                .calibrateWith(Samples.random(20, SEED))
                .writeTo(folder.resolve("out.onnx"));
    }

    private static Quantizer quantizer(Path model) {
        return Quantizer.of(model).target(target()).overwrite(true);
    }

    private static Target target() {
        return TargetJson.read(
                """
                {"schemaVersion": 1, "name": "wide", "extends": "portable-cpu",
                 "wideActivations": {"types": ["uint16", "int16"], "operators": ["Gemm", "MatMul"]}}
                """);
    }

    private Path model() throws IOException {
        Random random = new Random(SEED);
        float[] weights = new float[64 * 32];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        Graph graph =
                Graph.builder("wide", Opsets.of(13))
                        .input(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(4, 64)))
                        .output(ValueInfo.tensor("y", ElementType.FLOAT, Shape.of(4, 32)))
                        .initializer(Tensor.ofFloats("w", new long[] {64, 32}, weights))
                        .node(Node.of("y", "MatMul", List.of("x", "w"), List.of("y")))
                        .build();
        Path file = folder.resolve("model.onnx");
        ModelFile.write(file, Model.of(8, graph), true, OutputFile.Check.NONE);
        return file;
    }
}
