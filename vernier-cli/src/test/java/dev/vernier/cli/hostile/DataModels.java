package dev.vernier.cli.hostile;

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
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Small models whose samples are the trouble. */
final class DataModels {

    static final int WIDTH = 8;

    private DataModels() {}

    /** x [n, 8] through two MatMuls with a Relu between them. Products stay below their factors. */
    static Path rows(Path folder) throws IOException {
        Graph.Builder graph = graph("rows", "y");
        graph.node(Node.of("product", "MatMul", List.of("x", "w"), List.of("p")));
        graph.node(Node.of("relu", "Relu", List.of("p"), List.of("a")));
        graph.node(Node.of("last", "MatMul", List.of("a", "w"), List.of("y")));
        return write(folder, graph);
    }

    /** Two outputs: x W, and Sqrt(x - 100) W, all NaN, as zeros. */
    static Path neverFinite(Path folder) throws IOException {
        Graph.Builder graph = graph("never", "p", "z");
        graph.initializer(Tensor.ofFloats("hundred", new long[0], 100));
        graph.initializer(Tensor.ofFloats("zero", new long[0], 0));
        graph.node(Node.of("product", "MatMul", List.of("x", "w"), List.of("p")));
        graph.node(Node.of("sub", "Sub", List.of("x", "hundred"), List.of("low")));
        graph.node(Node.of("root", "Sqrt", List.of("low"), List.of("r")));
        graph.node(Node.of("lost", "MatMul", List.of("r", "w"), List.of("q")));
        graph.node(Node.of("bad", "IsNaN", List.of("q"), List.of("b")));
        graph.node(Node.of("mend", "Where", List.of("b", "zero", "q"), List.of("z")));
        return write(folder, graph);
    }

    /** Exp(1000 x) W, of which what is not finite becomes zero. */
    static Path overflowing(Path folder) throws IOException {
        Graph.Builder graph = graph("overflowing", "z");
        graph.initializer(Tensor.ofFloats("thousand", new long[0], 1000));
        graph.initializer(Tensor.ofFloats("zero", new long[0], 0));
        graph.node(Node.of("scale", "Mul", List.of("x", "thousand"), List.of("m")));
        graph.node(Node.of("power", "Exp", List.of("m"), List.of("e")));
        graph.node(Node.of("lost", "MatMul", List.of("e", "w"), List.of("q")));
        graph.node(Node.of("none", "IsNaN", List.of("q"), List.of("n")));
        graph.node(Node.of("endless", "IsInf", List.of("q"), List.of("i")));
        graph.node(Node.of("bad", "Or", List.of("n", "i"), List.of("b")));
        graph.node(Node.of("mend", "Where", List.of("b", "zero", "q"), List.of("z")));
        return write(folder, graph);
    }

    /** An image [1, 3, h, w] through a convolution to two numbers. */
    static Path image(Path folder) throws IOException {
        Shape any =
                new Shape(
                        List.of(
                                Dimension.of(1),
                                Dimension.of(3),
                                Dimension.named("h"),
                                Dimension.named("w")));
        Node conv = Node.of("conv", "Conv", List.of("image", "k"), List.of("c"));
        Graph.Builder graph = Graph.builder("image", Opsets.of(17));
        graph.input(ValueInfo.tensor("image", ElementType.FLOAT, any));
        graph.initializer(random("k", 2, 3, 3, 3));
        graph.node(conv.withAttributes(List.of(Attribute.ofInts("pads", 1, 1, 1, 1))));
        graph.node(Node.of("relu", "Relu", List.of("c"), List.of("a")));
        graph.node(Node.of("pool", "GlobalAveragePool", List.of("a"), List.of("y")));
        graph.output(ValueInfo.tensor("y", ElementType.FLOAT, Shape.of(1, 2, 1, 1)));
        return write(folder, graph);
    }

    private static Graph.Builder graph(String name, String... outputs) {
        Shape rows = new Shape(List.of(Dimension.named("n"), Dimension.of(WIDTH)));
        Graph.Builder graph = Graph.builder(name, Opsets.of(17));
        graph.input(ValueInfo.tensor("x", ElementType.FLOAT, rows));
        graph.initializer(random("w", WIDTH, WIDTH));
        for (String output : outputs) {
            graph.output(ValueInfo.tensor(output, ElementType.FLOAT, rows));
        }
        return graph;
    }

    private static Tensor random(String name, long... shape) {
        Random random = new Random(name.hashCode());
        int length = (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (random.nextFloat() - 0.5f) / WIDTH;
        }
        return Tensor.ofFloats(name, shape, values);
    }

    private static Path write(Path folder, Graph.Builder graph) throws IOException {
        Path file = folder.resolve("model.onnx");
        ModelFile.write(file, Model.of(8, graph.build()), true, OutputFile.Check.NONE);
        return file;
    }
}
