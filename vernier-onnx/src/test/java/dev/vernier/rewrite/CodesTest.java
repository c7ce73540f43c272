package dev.vernier.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.TensorData;
import dev.vernier.model.Weights;
import dev.vernier.numeric.CodeRange;
import dev.vernier.numeric.Granularity;
import dev.vernier.numeric.IntegerType;
import dev.vernier.numeric.QuantizationParameters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That codes are the same wherever they come from, and that no more are kept than is allowed. */
class CodesTest {

    private static final long SEED = 20261128;
    private static final int ELEMENTS = 64;

    /** The codes, and as many bytes of floats on the heap. */
    private static final long BYTES = ELEMENTS + Float.BYTES * ELEMENTS;

    private final Random random = new Random(SEED);

    @Test
    void keptCodesAreThoseThatAreMade() {
        KeptCodes kept = new KeptCodes(1 << 20);
        for (int i = 0; i < 100; i++) {
            int channels = 1 + random.nextInt(8);
            Tensor tensor = tensor(channels, 1 + random.nextInt(8));
            List<QuantizationParameters> grids =
                    IntStream.range(0, channels).mapToObj(c -> grid(random.nextFloat())).toList();
            Granularity granularity = new Granularity.PerChannel(0);

            TensorData made = new MadeCodes().of(tensor, granularity, grids);

            for (int again = 0; again < 2; again++) {
                assertThat(kept.of(tensor, granularity, grids))
                        .as("seed %d, case %d", SEED, i)
                        .isEqualTo(made);
            }
        }
    }

    @Test
    void theSameConstantOnTheSameGridIsMadeOnce() {
        KeptCodes kept = new KeptCodes(BYTES);
        Tensor tensor = tensor(1, ELEMENTS);

        assertThat(codes(kept, tensor, 1)).isSameAs(codes(kept, tensor.withName("other"), 1));
    }

    @Test
    void anotherGridOrAnotherConstantIsMadeAnew() {
        KeptCodes kept = new KeptCodes(1 << 20);
        Tensor tensor = tensor(1, ELEMENTS);

        assertThat(codes(kept, tensor, 1)).isNotEqualTo(codes(kept, tensor, 0.5f));
        assertThat(codes(kept, tensor, 1)).isNotEqualTo(codes(kept, tensor(1, ELEMENTS), 1));
    }

    @Test
    void thoseNotAskedForTheLongestGo() {
        KeptCodes kept = new KeptCodes(2 * BYTES);
        Tensor first = tensor(1, ELEMENTS);
        Tensor second = tensor(1, ELEMENTS);
        TensorData codesOfFirst = codes(kept, first, 1);
        TensorData codesOfSecond = codes(kept, second, 1);
        assertThat(codes(kept, first, 1)).isSameAs(codesOfFirst);

        codes(kept, tensor(1, ELEMENTS), 1);

        assertThat(codes(kept, first, 1)).isSameAs(codesOfFirst);
        assertThat(codes(kept, second, 1)).isEqualTo(codesOfSecond).isNotSameAs(codesOfSecond);
    }

    @Test
    void whatIsLargerThanAllowedIsNotKept() {
        KeptCodes kept = new KeptCodes(BYTES - 1);
        Tensor tensor = tensor(1, ELEMENTS);

        assertThat(codes(kept, tensor, 1))
                .isEqualTo(codes(kept, tensor, 1))
                .isNotSameAs(codes(kept, tensor, 1));
    }

    @Test
    void aLargeConstantInAFileHasTheSameCodes(@TempDir Path folder) throws IOException {
        int elements = (1 << 20) + 3;
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * elements);
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        IntStream.range(0, elements).forEach(i -> bytes.putFloat((float) random.nextGaussian()));
        Path file = Files.write(folder.resolve("weights"), bytes.array());
        Tensor tensor =
                new Tensor(
                        "w",
                        ElementType.FLOAT,
                        List.of((long) elements),
                        new TensorData.FileRegion(file, 0, bytes.capacity()));

        TensorData made = codes(new MadeCodes(), tensor, 0.03f);

        assertThat(made).isInstanceOf(TensorData.Deferred.class);
        assertThat(bytes(codes(new KeptCodes(elements), tensor, 0.03f))).isEqualTo(bytes(made));
    }

    @Test
    void onlyFewConstantsAreKept() {
        assertThat(Codes.forTries(withConstant(Codes.FEW))).isInstanceOf(KeptCodes.class);
        assertThat(Codes.forTries(withConstant(Codes.FEW + 1))).isInstanceOf(MadeCodes.class);
    }

    private static Graph withConstant(long elements) {
        TensorData nowhere = new TensorData.FileRegion(Path.of("weights"), 0, 4 * elements);
        return Graph.builder("constant", Opsets.of(13))
                .initializer(new Tensor("w", ElementType.FLOAT, List.of(elements), nowhere))
                .build();
    }

    private Tensor tensor(int channels, int elements) {
        float[] values = new float[channels * elements];
        for (int i = 0; i < values.length; i++) {
            values[i] = 50 * (float) random.nextGaussian();
        }
        return Tensor.ofFloats("w", new long[] {channels, elements}, values);
    }

    private static TensorData codes(Codes codes, Tensor tensor, float scale) {
        return codes.of(tensor, new Granularity.PerTensor(), List.of(grid(scale)));
    }

    private static ByteBuffer bytes(TensorData data) {
        return Weights.bytes(new Tensor("codes", ElementType.INT8, List.of(data.size()), data));
    }

    private static QuantizationParameters grid(float scale) {
        return new QuantizationParameters(
                Math.max(scale, 0.01f), 0, IntegerType.INT8, CodeRange.NARROW);
    }
}
