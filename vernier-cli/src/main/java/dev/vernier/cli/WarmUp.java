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
import dev.vernier.model.TemporaryFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs typical commands and throws their output away: the launcher starts it once to archive the
 * classes that commands load, which makes every later start faster.
 *
 * <p>What fails here fails again, and is told, in the command that needs it.
 */
final class WarmUp {

    private WarmUp() {}

    public static void main(String[] arguments) throws IOException {
        Console.ofProcess(); // what every start looks at
        try (TemporaryFolder folder = TemporaryFolder.create("warm-up")) {
            run(folder.path());
        }
    }

    /** Returns the exit code of every command. */
    static List<Integer> run(Path folder) throws IOException {
        String model = folder.resolve("model.onnx").toString();
        String output = folder.resolve("model.int8.onnx").toString();
        ModelFile.write(Path.of(model), tinyModel(), false, OutputFile.Check.NONE);
        return List.of(
                command("--version"),
                command("--help"),
                command(
                        "quantize",
                        model,
                        "--random",
                        "4",
                        "-o",
                        output,
                        "--plan-out",
                        output + ".json"),
                command("inspect", output, "--json"),
                command("explain", "--range", "-1:3", "--bits", "3", "--svg", output + ".svg"));
    }

    private static int command(String... words) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return Shell.run(new Console(nowhere, nowhere, Terminal.PLAIN), words);
    }

    /**
     * [batch, 1, 4, 4] -> convolution, Relu, [batch, 16] -> matrix product -> [batch, 2]; of an old
     * operator set, so that everything a model may need is loaded.
     */
    private static Model tinyModel() {
        Dimension batch = Dimension.named("batch");
        Shape input = new Shape(List.of(batch, Dimension.of(1), Dimension.of(4), Dimension.of(4)));
        Shape output = new Shape(List.of(batch, Dimension.of(2)));
        Graph graph =
                Graph.builder("tiny", Opsets.of(11))
                        .input(ValueInfo.tensor("x", ElementType.FLOAT, input))
                        .output(ValueInfo.tensor("y", ElementType.FLOAT, output))
                        .initializer(Tensor.ofFloats("k", new long[] {1, 1, 1, 1}, 0.5f))
                        .initializer(Tensor.ofFloats("one", new long[] {1}, 1))
                        .initializer(Tensor.ofFloats("zero", new long[] {1}, 0))
                        .initializer(Tensor.ofFloats("w", new long[] {16, 2}, new float[32]))
                        .node(Node.of("conv", "Conv", List.of("x", "k"), List.of("c")))
                        .node(
                                Node.of(
                                        "norm",
                                        "BatchNormalization",
                                        List.of("c", "one", "zero", "zero", "one"),
                                        List.of("n")))
                        .node(Node.of("relu", "Relu", List.of("n"), List.of("r")))
                        .node(
                                Node.of(
                                        "flatten",
                                        "Flatten",
                                        List.of("r"),
                                        List.of("f"),
                                        Attribute.of("axis", 1)))
                        .node(Node.of("product", "MatMul", List.of("f", "w"), List.of("y")))
                        .build();
        return Model.of(6, graph);
    }
}
