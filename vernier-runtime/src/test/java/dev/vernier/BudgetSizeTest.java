package dev.vernier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.data.Samples;
import dev.vernier.graph.Dimension;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import dev.vernier.improve.Effort;
import dev.vernier.model.ModelFile;
import dev.vernier.model.OutputFile;
import dev.vernier.sensitivity.Budget;
import dev.vernier.sensitivity.LeftInFloat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table multiplies nothing; in float it would be most of the file all the same. */
class BudgetSizeTest {

    private static final long SEED = 5;
    private static final int ROWS = 4096;
    private static final int WIDTH = 32;

    @TempDir private Path folder;

    private final Random random = new Random(SEED);

    @Test
    void aTableStaysInIntegersWhereAProductWillDo() throws IOException {
        Path model = folder.resolve("model.onnx");
        ModelFile.write(model, tableAndProducts(), false, OutputFile.Check.NONE);
        Quantizer quantizer =
                Quantizer.of(model)
                        .effort(Effort.FAST)
                        .calibrateWith(Samples.random(32, SEED))
                        .overwrite(true);
        Path output = folder.resolve("model.int8.onnx");
        double allInIntegers = quantizer.writeTo(output).evaluation().worstSqnr();

        QuantizationResult result =
                quantizer.budget(Budget.minSqnr(allInIntegers + 1)).writeTo(output);

        assertThat(result.budget().orElseThrow().isMet()).isTrue();
        assertThat(result.budget().orElseThrow().left())
                .as("seed %d", SEED)
                .isNotEmpty()
                .extracting(LeftInFloat::node)
                .doesNotContain("table");
    }

    private Model tableAndProducts() {
        Shape ids = new Shape(List.of(Dimension.named("batch"), Dimension.of(16)));
        Shape y =
                new Shape(List.of(Dimension.named("batch"), Dimension.of(16), Dimension.of(WIDTH)));
        return Model.of(
                8,
                Graph.builder("table", Opsets.of(17))
                        .input(ValueInfo.tensor("ids", ElementType.INT64, ids))
                        .initializer(gaussian("words", ROWS, WIDTH))
                        .initializer(gaussian("w1", WIDTH, WIDTH))
                        .initializer(gaussian("w2", WIDTH, WIDTH))
                        .node(Node.of("table", "Gather", List.of("words", "ids"), List.of("e")))
                        .node(Node.of("first", "MatMul", List.of("e", "w1"), List.of("h")))
                        .node(Node.of("tanh", "Tanh", List.of("h"), List.of("t")))
                        .node(Node.of("second", "MatMul", List.of("t", "w2"), List.of("y")))
                        .output(ValueInfo.tensor("y", ElementType.FLOAT, y))
                        .build());
    }

    private Tensor gaussian(String name, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.ofFloats(name, new long[] {rows, columns}, values);
    }
}
