package dev.vernier.cli;

import dev.vernier.graph.Attribute;
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
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs typical commands on a tiny model and throws their output away: the launcher starts it once
 * to archive the classes that commands load, which makes every later start faster.
 *
 * <p>What fails here fails again, and is told, in the command that needs it.
 */
final class WarmUp {

    private WarmUp() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("vernier-warm-up");
        Path model = folder.resolve("tiny.onnx");
        Path quantized = folder.resolve("tiny.int8.onnx");
        try {
            ModelFile.write(model, tiny(), true, OutputFile.Check.NONE);
            run("--version");
            run("--help");
            run("explain", "--range", "-1:3", "--bits", "3");
            run("quantize", model.toString(), "--random", "2", "-o", quantized.toString());
            run("inspect", quantized.toString(), "--json");
        } finally {
            Files.deleteIfExists(quantized);
            Files.deleteIfExists(model);
            Files.deleteIfExists(folder);
        }
    }

    private static void run(String... command) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Shell.run(new Console(nowhere, nowhere, Terminal.PLAIN), command);
    }

    /** Of an old operator set, so that everything a model may need is loaded. */
    private static Model tiny() {
        Shape input = shape(2, 4, 4);
        long[] one = {2, 2, 1, 1};
        return Model.of(
                6,
                Graph.builder("tiny", Opsets.of(11))
                        .input(ValueInfo.tensor("x", ElementType.FLOAT, input))
                        .output(ValueInfo.tensor("y", ElementType.FLOAT, input))
                        .initializer(Tensor.ofFloats("w", one, 1, 2, 3, 4))
                        .initializer(Tensor.ofFloats("v", new long[] {4, 4}, new float[16]))
                        .node(Node.of("c", "Conv", List.of("x", "w"), List.of("a")))
                        .node(Node.of("r", "Relu", List.of("a"), List.of("b")))
                        .node(
                                Node.of(
                                        "p",
                                        "MaxPool",
                                        List.of("b"),
                                        List.of("m"),
                                        Attribute.ofInts("kernel_shape", 1, 1)))
                        .node(Node.of("d", "Conv", List.of("m", "w"), List.of("e")))
                        .node(Node.of("y", "MatMul", List.of("e", "v"), List.of("y")))
                        .build());
    }

    private static Shape shape(long... lengths) {
        List<Dimension> dimensions = new ArrayList<>();
        dimensions.add(Dimension.named("N"));
        for (long length : lengths) {
            dimensions.add(Dimension.of(length));
        }
        return new Shape(dimensions);
    }
}
