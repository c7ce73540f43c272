package dev.vernier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vernier.target.Accumulation;
import dev.vernier.target.Target;
import dev.vernier.target.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Where neighbours overflow 16 bits, what ONNX Runtime computes with its integer kernels must be
 * what the file says, node by node and in float. {@link EmulatedProcessorTest} asks other
 * processors.
 */
class SaturationTest {

    @TempDir private Path folder;

    private static Stream<WorstProduct> products() {
        return WorstProduct.all();
    }

    @ParameterizedTest
    @MethodSource("products")
    void portableFileIsExactOnEveryProcessor(WorstProduct product) throws IOException {
        assertThat(deviation(product, Targets.PORTABLE_CPU)).isLessThan(1e-3);
    }

    @ParameterizedTest
    @MethodSource("products")
    void defaultFileIsExactOnThisProcessor(WorstProduct product) throws IOException {
        assertThat(deviation(product, Targets.ONNXRUNTIME_CPU)).isLessThan(1e-3);
    }

    /** Else the rule would have no reason. */
    @ParameterizedTest
    @MethodSource("products")
    void fileForOtherProcessorsIsOffWhereProductsSaturate(WorstProduct product) throws IOException {
        assumeTrue(Targets.ONNXRUNTIME_CPU.accumulation() == Accumulation.SATURATING_PAIRS);

        double deviation = deviation(product, Targets.named("avx512_vnni"));

        assertThat(deviation)
                .isCloseTo(
                        product.isDepthwise() ? 0 : 0.5,
                        within(product.isDepthwise() ? 1e-3 : 0.3));
    }

    private double deviation(WorstProduct product, Target target) throws IOException {
        Path quantized = folder.resolve("model.int8.onnx");
        product.quantize(target, folder, quantized);
        return product.deviation(quantized);
    }
}
