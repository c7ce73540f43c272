package dev.vernier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.TensorData;
import dev.vernier.graph.TensorData.FileRegion;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightChunksTest {

    private static final int ELEMENTS = (1 << 21) + 4711;

    @TempDir private Path folder;

    @Test
    void piecesOfAFileAreItsElements() throws IOException {
        for (ElementType type :
                List.of(
                        ElementType.FLOAT,
                        ElementType.FLOAT16,
                        ElementType.BFLOAT16,
                        ElementType.DOUBLE)) {
            Tensor tensor = inFile(type);

            assertThat(collected(tensor)).as("%s", type).isEqualTo(Weights.floats(tensor));
        }
    }

    @Test
    void deferredDataIsMadeWhenItIsAskedFor() {
        byte[] bytes = {0, 0, (byte) 0x80, 0x3F};
        Tensor tensor =
                new Tensor(
                        "w",
                        ElementType.FLOAT,
                        List.of(1L),
                        TensorData.deferred(4, out -> out.write(ByteBuffer.wrap(bytes))));

        assertThat(Weights.floats(tensor)).containsExactly(1f);
        assertThat(collected(tensor)).containsExactly(1f);
    }

    @Test
    void shortenedFileIsNotReadAsZeros() throws IOException {
        Tensor tensor = inFile(ElementType.FLOAT);
        Files.write(((FileRegion) tensor.data()).file(), new byte[100]);

        assertThatThrownBy(() -> collected(tensor))
                .hasCauseInstanceOf(EOFException.class)
                .hasMessageContaining("tensor=w");
    }

    private Tensor inFile(ElementType type) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(3 + type.bytes(ELEMENTS))];
        Random random = new Random(20260101);
        ByteBuffer values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(3);
        while (values.hasRemaining()) {
            values.put((byte) random.nextInt(0x38));
        }
        Path file = Files.write(folder.resolve(type + ".bin"), bytes);
        return new Tensor(
                "w", type, List.of((long) ELEMENTS), new FileRegion(file, 3, type.bytes(ELEMENTS)));
    }

    private static float[] collected(Tensor tensor) {
        float[] all = new float[Math.toIntExact(tensor.elements())];
        WeightChunks.forEach(
                tensor,
                (position, values, length) ->
                        System.arraycopy(values, 0, all, Math.toIntExact(position), length));
        return all;
    }
}
