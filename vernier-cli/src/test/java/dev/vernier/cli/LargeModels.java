package dev.vernier.cli;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.TensorData.FileRegion;
import dev.vernier.graph.ValueInfo;
import dev.vernier.model.ModelBytes;
import dev.vernier.model.ModelFile;
import dev.vernier.model.OutputFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Models of any size: layers of MatMul and Relu with random weights of 64 MB each. */
final class LargeModels {

    private static final int WIDTH = 4096;
    private static final long LAYER_BYTES = 4L * WIDTH * WIDTH;
    private static final long SEED = 20260101;

    private LargeModels() {}

    /** A model whose weights are in {@code weights.bin} beside it. */
    static Path external(Path folder, int layers) throws IOException {
        byte[] bytes =
                ModelBytes.referencing(
                                model(weights(folder, layers), layers),
                                folder,
                                ByteBuffer::allocate)
                        .array();
        return Files.write(folder.resolve("model.onnx"), bytes);
    }

    /** A model in one file. */
    static Path embedded(Path folder, int layers) throws IOException {
        Path weights = weights(folder, layers);
        Path file = folder.resolve("model.onnx");
        ModelFile.write(file, model(weights, layers), false, OutputFile.Check.NONE);
        Files.delete(weights);
        return file;
    }

    private static Path weights(Path folder, int layers) throws IOException {
        Path file = folder.toRealPath().resolve("weights.bin");
        SplittableRandom random = new SplittableRandom(SEED);
        ByteBuffer row = ByteBuffer.allocate(4 * WIDTH).order(ByteOrder.LITTLE_ENDIAN);
        float spread = (float) (2 * Math.sqrt(6.0 / WIDTH));
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long i = 0; i < (long) layers * WIDTH; i++) {
                row.clear();
                while (row.hasRemaining()) {
                    int bits = (int) (random.nextLong() >>> 40);
                    row.putFloat((bits * 0x1p-24f - 0.5f) * spread);
                }
                out.write(row.array());
            }
        }
        return file;
    }

    private static Model model(Path weights, int layers) {
        Graph.Builder graph = Graph.builder("large", Opsets.of(17));
        graph.input(ValueInfo.tensor("x0", ElementType.FLOAT, Shape.of(1, WIDTH)));
        for (int i = 0; i < layers; i++) {
            graph.initializer(
                    new Tensor(
                            "w" + i,
                            ElementType.FLOAT,
                            List.of((long) WIDTH, (long) WIDTH),
                            new FileRegion(weights, i * LAYER_BYTES, LAYER_BYTES)));
            graph.node(
                    Node.of("product" + i, "MatMul", List.of("x" + i, "w" + i), List.of("p" + i)));
            graph.node(Node.of("relu" + i, "Relu", List.of("p" + i), List.of("x" + (i + 1))));
        }
        graph.output(ValueInfo.tensor("x" + layers, ElementType.FLOAT, Shape.of(1, WIDTH)));
        return Model.of(8, graph.build());
    }
}
