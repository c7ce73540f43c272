package dev.vernier.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairSaturationTest {

    private static final long SEED = 20261124;

    private static final List<PairLayout> LAYOUTS =
            List.of(
                    PairLayout.convolution(3, 4, 3, 3),
                    PairLayout.convolution(2, 3, 5),
                    PairLayout.convolution(4, 1, 3, 3),
                    PairLayout.convolution(5, 7, 1, 1),
                    PairLayout.rows(4, 9),
                    PairLayout.columns(9, 4),
                    PairLayout.columns(8, 3),
                    PairLayout.columns(2, 5, 3),
                    PairLayout.columns(1, 6));

    @Test
    void largestCodeSumIsTheLastThatFitsSixteenBits() {
        assertThat(PairSaturation.largestCodeSum(255)).isEqualTo(128);
        for (int codes = 1; codes <= 255; codes++) {
            int sum = PairSaturation.largestCodeSum(codes);
            assertThat(codes * sum).isLessThanOrEqualTo(Short.MAX_VALUE);
            assertThat(codes * (sum + 1)).isGreaterThan(Short.MAX_VALUE);
        }
    }

    @Test
    void kernelEqualsTheDefinitionForEveryLayout() {
        Random random = new Random(SEED);
        for (int round = 0; round < 50; round++) {
            for (PairLayout layout : LAYOUTS) {
                float[] values = weights(layout, random);
                float[] expected = new float[layout.channels()];
                for (int stack = 0; stack < layout.stacks(); stack++) {
                    for (int channel = 0; channel < expected.length; channel++) {
                        for (int k = 0; k < layout.reduced(); k += 2) {
                            float a = values[layout.index(stack, channel, k)];
                            float b =
                                    k + 1 < layout.reduced()
                                            ? values[layout.index(stack, channel, k + 1)]
                                            : 0;
                            float sum =
                                    Math.signum(a) == -Math.signum(b)
                                            ? Math.max(Math.abs(a), Math.abs(b))
                                            : Math.abs(a + b);
                            expected[channel] = Math.max(expected[channel], 0.5f * sum);
                        }
                    }
                }
                float[] found = PairMagnitudes.of(layout, values);
                for (int channel = 0; channel < expected.length; channel++) {
                    assertThat(found[channel])
                            .as("seed %d, round %d, %s", SEED, round, layout)
                            .isCloseTo(expected[channel], withPercentage(1e-4));
                }
            }
        }
    }

    @Test
    void scalesOfTheEquationMakeTheSaturatingKernelExact() {
        Random random = new Random(SEED);
        int worse = 0;
        for (int round = 0; round < 200; round++) {
            for (PairLayout layout : LAYOUTS) {
                float[] values = weights(layout, random);
                float[] pairs = PairMagnitudes.of(layout, values);
                float[] largest = largest(layout, values);
                for (int channel = 0; channel < pairs.length; channel++) {
                    float plain = largest[channel] / 127;
                    float safe = Math.max(plain, PairSaturation.smallestScale(pairs[channel], 255));
                    for (int stack = 0; stack < layout.stacks(); stack++) {
                        int[] codes = codes(layout, values, stack, channel, safe);
                        int[] activations = worstActivations(codes, random.nextBoolean());
                        assertThat(SaturatingProduct.saturating(activations, codes))
                                .as("seed %d, round %d, %s, scale %s", SEED, round, layout, safe)
                                .isEqualTo(SaturatingProduct.exact(activations, codes));
                        int[] ungrown = codes(layout, values, stack, channel, plain);
                        int[] worst = worstActivations(ungrown, true);
                        worse +=
                                SaturatingProduct.saturating(worst, ungrown)
                                                == SaturatingProduct.exact(worst, ungrown)
                                        ? 0
                                        : 1;
                    }
                }
            }
        }
        assertThat(worse).as("cases that saturate without").isGreaterThan(500);
    }

    @Test
    void onlyChannelsThatNeedItGrow() {
        PairLayout layout = PairLayout.columns(2, 3);
        float[] values = {1f, 1f, 1f, 1f, -1f, 0.01f};

        float[] pairs = PairMagnitudes.of(layout, values);

        assertThat(pairs).containsExactly(1f, 0.5f, 0.505f);
        assertThat(PairSaturation.smallestScale(pairs[0], 255)).isGreaterThan(1f / 127);
        assertThat(PairSaturation.smallestScale(pairs[1], 255)).isEqualTo(1f / 127);
    }

    @Test
    void inputChannelsAreInnermostInAConvolution() {
        // (M=1, C=2, k=2): in memory c0k0 c0k1 c1k0 c1k1; pairs are (c0k0, c1k0), (c0k1, c1k1)
        PairLayout layout = PairLayout.convolution(1, 2, 2);

        assertThat(PairMagnitudes.of(layout, new float[] {4, 4, -4, -4})).containsExactly(2f);
        assertThat(PairMagnitudes.of(layout, new float[] {4, -4, 4, -4})).containsExactly(4f);
    }

    @Test
    void pairCrossesPositionsWhereTheDepthIsOdd() {
        // order: k0c0 | k1c0 | k2c0: pairs (k0, k1), (k2, nothing)
        PairLayout layout = PairLayout.convolution(1, 1, 3);

        assertThat(PairMagnitudes.of(layout, new float[] {2, 2, 3})).containsExactly(2f);
        assertThat(PairMagnitudes.of(layout, new float[] {2, -2, -6})).containsExactly(3f);
    }

    @Test
    void extremesNeitherOverflowNorVanish() {
        float max = Float.MAX_VALUE;
        float[] pair = PairMagnitudes.of(PairLayout.rows(1, 2), new float[] {max, max});

        assertThat(pair).containsExactly(max);
        assertThat(PairSaturation.smallestScale(max, 255)).isFinite();
        assertThat(PairSaturation.smallestScale(0, 255)).isZero();
        assertThat(PairMagnitudes.of(PairLayout.rows(1, 2), new float[] {Float.NaN, 1}))
                .containsExactly(Float.NaN);
        assertThatThrownBy(() -> PairSaturation.smallestScale(Float.NaN, 255))
                .hasMessageContaining("largestMean=NaN");
    }

    private static float[] largest(PairLayout layout, float[] values) {
        float[] largest = new float[layout.channels()];
        for (int stack = 0; stack < layout.stacks(); stack++) {
            for (int channel = 0; channel < largest.length; channel++) {
                for (int k = 0; k < layout.reduced(); k++) {
                    largest[channel] =
                            Math.max(
                                    largest[channel],
                                    Math.abs(values[layout.index(stack, channel, k)]));
                }
            }
        }
        return largest;
    }

    /** Heavy tails, ties and neighbours of one sign, so that pairs are large. */
    private static float[] weights(PairLayout layout, Random random) {
        float[] values = new float[(int) layout.elements()];
        boolean sameSign = random.nextBoolean();
        boolean coarse = random.nextBoolean();
        for (int i = 0; i < values.length; i++) {
            float value = (float) random.nextGaussian();
            value = coarse ? Math.round(value * 8) / 8f : value;
            values[i] = sameSign ? -Math.abs(value) : value;
        }
        return values;
    }

    private static int[] codes(
            PairLayout layout, float[] values, int stack, int channel, float scale) {
        QuantizationParameters grid =
                new QuantizationParameters(
                        Math.max(scale, Float.MIN_NORMAL), 0, IntegerType.INT8, CodeRange.NARROW);
        int[] codes = new int[layout.reduced()];
        for (int k = 0; k < codes.length; k++) {
            codes[k] = grid.quantize(values[layout.index(stack, channel, k)]);
        }
        return codes;
    }

    /** 255 wherever the weight has one sign, 0 elsewhere. */
    private static int[] worstActivations(int[] weights, boolean positive) {
        return Arrays.stream(weights).map(w -> (w > 0) == positive ? 255 : 0).toArray();
    }
}
