package dev.vernier.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinearSchemeTest {

    static Stream<LinearScheme> schemes() {
        return Stream.iterate(2, bits -> bits <= 16, bits -> bits + 1)
                .flatMap(
                        bits ->
                                Stream.of(
                                        new IntegerType(bits, true), new IntegerType(bits, false)))
                .flatMap(
                        type ->
                                Stream.of(
                                        LinearScheme.affine(type),
                                        LinearScheme.affine(type).narrow(),
                                        LinearScheme.symmetric(type),
                                        LinearScheme.symmetric(type).narrow()));
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void widthlessRangesGetScaleOne(LinearScheme scheme) {
        List<Range> degenerate =
                List.of(
                        Range.ZERO,
                        Range.of(-0f, -0f),
                        Range.of(0, Float.MIN_VALUE),
                        Range.of(-Float.MIN_VALUE, Float.MIN_VALUE));
        for (Range range : degenerate) {
            QuantizationParameters grid = scheme.parametersFor(range);
            assertThat(grid.scale()).isEqualTo(1f);
            assertThat(grid.dequantize(grid.quantize(0f))).isEqualTo(0f);
            assertThat(grid.zeroPoint())
                    .isEqualTo(
                            scheme.isSymmetric()
                                    ? scheme.type().middle()
                                    : Math.max(0, scheme.minCode()));
        }
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void widestRangeGetsAFiniteScale(LinearScheme scheme) {
        Range widest = Range.of(-Float.MAX_VALUE, Float.MAX_VALUE);
        QuantizationParameters grid = scheme.parametersFor(widest);

        assertThat(grid.scale()).isFinite();
        assertThat(grid.dequantize(grid.quantize(0f))).isEqualTo(0f);
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void oneSidedRangesUseTheEndOfTheType(LinearScheme scheme) {
        if (scheme.isSymmetric()) {
            return;
        }
        assertThat(scheme.parametersFor(Range.of(0, 5)).zeroPoint()).isEqualTo(scheme.minCode());
        assertThat(scheme.parametersFor(Range.of(-5, 0)).zeroPoint()).isEqualTo(scheme.maxCode());
    }

    @Test
    void constantsAreTheUsualOnes() {
        assertThat(LinearScheme.UINT8_AFFINE.minCode()).isEqualTo(0);
        assertThat(LinearScheme.UINT8_AFFINE.maxCode()).isEqualTo(255);
        assertThat(LinearScheme.INT8_SYMMETRIC.minCode()).isEqualTo(-128);
        assertThat(LinearScheme.INT8_SYMMETRIC_NARROW.minCode()).isEqualTo(-127);
        float s = LinearScheme.INT8_SYMMETRIC.parametersFor(Range.of(-1, 2)).scale();
        assertThat(s).isEqualTo((float) (2.0 / 127));
    }

    @Test
    void refusesWhatIsNoGrid() {
        assertThatThrownBy(() -> LinearScheme.affine(IntegerType.INT32))
                .hasMessage("type of a linear scheme must have at most 16 bits; type=int32");
        assertThatThrownBy(() -> new IntegerType(1, true))
                .hasMessage("bits must be 2 to 16, or 32 with a sign; bits=1, signed=true");
        assertThatThrownBy(() -> new IntegerType(32, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Range(1, 2))
                .hasMessage("range must be finite and contain zero; min=1.0, max=2.0");
        assertThatThrownBy(() -> Range.of(Float.NaN, 2))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Range.of(0, Float.POSITIVE_INFINITY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Range.of(2, 1))
                .hasMessage("range must have min at most max; min=2.0, max=1.0");
        for (float scale : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY, 1e-40f}) {
            assertThatThrownBy(() -> new QuantizationParameters(scale, 0, IntegerType.INT8))
                    .hasMessageStartingWith("scale must be positive, normal and finite; scale=");
        }
        assertThatThrownBy(() -> new QuantizationParameters(1, 128, IntegerType.INT8))
                .hasMessageStartingWith("zero point must be a FULL code of the type;");
    }
}
