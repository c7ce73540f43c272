package dev.vernier.spark;

import dev.vernier.graph.Dimension;
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
import java.util.List;
import java.util.Random;

/** Small models for each kind of column, written to a folder. */
final class SmallModels {

    private static final int WORDS = 30522;

    private SmallModels() {}

    private static float[] random(int length) {
        Random random = new Random(3);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static Path write(Path folder, Graph graph) throws IOException {
        Path file = folder.resolve("model.onnx");
        ModelFile.write(file, Model.of(8, graph), false, OutputFile.Check.NONE);
        return file;
    }

    /** input_ids [batch, sequence] -> a vector of 4 for each, times a matrix. */
    static Path text(Path folder) throws IOException {
        Shape tokens = new Shape(List.of(Dimension.named("batch"), Dimension.named("sequence")));
        Shape states =
                new Shape(
                        List.of(
                                Dimension.named("batch"),
                                Dimension.named("sequence"),
                                Dimension.of(4)));
        return write(
                folder,
                Graph.builder("text", Opsets.of(13))
                        .input(ValueInfo.tensor("input_ids", ElementType.INT64, tokens))
                        .output(ValueInfo.tensor("y", ElementType.FLOAT, states))
                        .initializer(
                                Tensor.ofFloats("table", new long[] {WORDS, 4}, random(4 * WORDS)))
                        .initializer(Tensor.ofFloats("w", new long[] {4, 4}, random(16)))
                        .node(
                                Node.of(
                                        "embed",
                                        "Gather",
                                        List.of("table", "input_ids"),
                                        List.of("h")))
                        .node(Node.of("mul", "MatMul", List.of("h", "w"), List.of("y")))
                        .build());
    }

    /** image [batch, 3, 8, 8] -> four channels. */
    static Path image(Path folder) throws IOException {
        Shape in =
                new Shape(
                        List.of(
                                Dimension.named("batch"),
                                Dimension.of(3),
                                Dimension.of(8),
                                Dimension.of(8)));
        Shape out =
                new Shape(
                        List.of(
                                Dimension.named("batch"),
                                Dimension.of(4),
                                Dimension.of(8),
                                Dimension.of(8)));
        return write(
                folder,
                Graph.builder("image", Opsets.of(13))
                        .input(ValueInfo.tensor("image", ElementType.FLOAT, in))
                        .output(ValueInfo.tensor("y", ElementType.FLOAT, out))
                        .initializer(Tensor.ofFloats("w", new long[] {4, 3, 1, 1}, random(12)))
                        .node(Node.of("conv", "Conv", List.of("image", "w"), List.of("y")))
                        .build());
    }

    /** x [batch, 2] -> times a matrix -> logarithm, which has no finite value below zero. */
    static Path logarithm(Path folder) throws IOException {
        Shape pair = new Shape(List.of(Dimension.named("batch"), Dimension.of(2)));
        return write(
                folder,
                Graph.builder("logarithm", Opsets.of(13))
                        .input(ValueInfo.tensor("x", ElementType.FLOAT, pair))
                        .output(ValueInfo.tensor("y", ElementType.FLOAT, pair))
                        .initializer(Tensor.ofFloats("w", new long[] {2, 2}, 1, 0, 0, 1))
                        .initializer(Tensor.ofFloats("v", new long[] {2, 2}, 1, 2, 3, 4))
                        .node(Node.of("mul", "MatMul", List.of("x", "w"), List.of("h")))
                        .node(Node.of("log", "Log", List.of("h"), List.of("l")))
                        .node(Node.of("out", "MatMul", List.of("l", "v"), List.of("y")))
                        .build());
    }
}
