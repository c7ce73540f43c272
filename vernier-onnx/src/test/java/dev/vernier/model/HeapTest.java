package dev.vernier.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.Message;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.TensorData.FileRegion;
import dev.vernier.graph.ValueInfo;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of 300 MB is read and written with a heap of 64 MB. */
class HeapTest {

    private static final int TENSORS = 3;
    private static final long ELEMENTS = 25 << 20;

    @Test
    void heapDoesNotGrowWithTheWeights(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("large.onnx");
        ModelFile.write(file, large(folder), false, OutputFile.Check.NONE);
        assertThat(Files.size(file)).isGreaterThan(300_000_000);
        Path copy = folder.resolve("copy.onnx");

        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-cp",
                                classPath(),
                                Copy.class.getName(),
                                file.toString(),
                                copy.toString())
                        .inheritIO()
                        .start();

        assertThat(process.waitFor()).isZero();
        assertThat(Files.mismatch(file, copy)).isNegative();
    }

    /** What the other process does. */
    static final class Copy {
        private Copy() {}

        public static void main(String[] paths) throws IOException {
            ModelFile read = ModelFile.read(Path.of(paths[0]));
            ModelFile.write(Path.of(paths[1]), read.model(), false, OutputFile.Check.NONE);
        }
    }

    private static String classPath() throws URISyntaxException {
        List<String> paths = new ArrayList<>();
        for (Class<?> type :
                List.of(HeapTest.class, ModelFile.class, OnnxMl.class, Message.class)) {
            paths.add(
                    Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                            .toString());
        }
        return String.join(File.pathSeparator, paths);
    }

    private static Model large(Path folder) throws IOException {
        Path weights = Files.createFile(folder.resolve("weights.bin"));
        try (FileChannel channel = FileChannel.open(weights, StandardOpenOption.WRITE)) {
            for (int i = 0; i < TENSORS; i++) {
                channel.write(
                        ByteBuffer.wrap(new byte[] {(byte) (i + 1)}), (i + 1) * 4L * ELEMENTS - 1);
            }
        }
        Graph.Builder graph = Graph.builder("large", Opsets.of(17));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < TENSORS; i++) {
            names.add("w" + i);
            graph.initializer(
                    new Tensor(
                            "w" + i,
                            ElementType.FLOAT,
                            List.of(ELEMENTS),
                            new FileRegion(weights, i * 4L * ELEMENTS, 4 * ELEMENTS)));
        }
        graph.node(Node.of("sum", "Sum", names, List.of("y")));
        graph.output(ValueInfo.tensor("y", ElementType.FLOAT, Shape.of(ELEMENTS)));
        return Model.of(8, graph.build());
    }
}
