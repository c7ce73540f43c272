package dev.vernier.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ErrorMeasuresTest {

    private static final long SEED = 20260102L;

    @Test
    void measuresByHand() {
        ErrorMeasures error =
                ErrorMeasures.between(new float[] {3, 4, 0}, new float[] {3, 4, 0.5f});

        assertThat(error.signalToNoise()).isCloseTo(20, within(1e-12));
        assertThat(error.meanSquaredError()).isEqualTo(0.25 / 3);
        assertThat(error.largestError()).isEqualTo(0.5);
        assertThat(error.cosine()).isCloseTo(25 / Math.sqrt(25 * 25.25), within(1e-15));
    }

    @Test
    void degenerateTensors() {
        float[] zero = new float[2];
        float[] one = {1, 1};

        assertThat(ErrorMeasures.between(new float[0], new float[0]).cosine()).isEqualTo(1);
        assertThat(ErrorMeasures.between(zero, zero).cosine()).isEqualTo(1);
        assertThat(ErrorMeasures.between(zero, one).cosine()).isZero();
        assertThat(ErrorMeasures.between(one, one).signalToNoise())
                .isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(ErrorMeasures.between(zero, one).signalToNoise())
                .isEqualTo(Double.NEGATIVE_INFINITY);
        assertThatThrownBy(() -> ErrorMeasures.between(one, new float[] {1, Float.NaN}))
                .hasMessage("compared values must be finite; index=1, reference=1.0, actual=NaN");
    }

    @Test
    void whatIsFartherThanNothingIsLost() {
        ErrorAccumulator near = new ErrorAccumulator();
        near.addAtMostLost(new float[] {3, 4}, new float[] {3, 3});
        ErrorAccumulator far = new ErrorAccumulator();
        far.addAtMostLost(new float[] {3, 4, 0}, new float[] {3, 4, 5.5f});

        assertThat(near.measures().errorSquared()).isEqualTo(1);
        assertThat(near.measures().actualSquared()).isEqualTo(18);
        assertThat(far.measures().errorSquared()).isEqualTo(25);
        assertThat(far.measures().actualSquared()).isZero();
        assertThat(far.measures().largestError()).isEqualTo(4);
    }

    /** In the second block, of pieces that begin somewhere. */
    @Test
    void namesTheElementThatIsNotFinite() {
        int index = ErrorAccumulator.BLOCK + 5;
        float[] reference = new float[index + 10];
        float[] actual = new float[index + 10];
        reference[3 + index] = 1;
        actual[7 + index] = Float.NEGATIVE_INFINITY;
        assertThatThrownBy(() -> new ErrorAccumulator().add(reference, 3, actual, 7, index + 2))
                .hasMessage(
                        "compared values must be finite; index="
                                + index
                                + ", reference=1.0, actual=-Infinity");
    }

    @Test
    void orderAndSplitDoNotShow() {
        Random random = new Random(SEED);
        List<float[]> tensors = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            float[] tensor = new float[random.nextInt(5000)];
            for (int j = 0; j < tensor.length; j++) {
                tensor[j] = (float) Math.exp(20 * random.nextGaussian());
            }
            tensors.add(tensor);
        }
        ErrorMeasures once = accumulate(tensors).measures();
        for (int i = 0; i < 10; i++) {
            Collections.shuffle(tensors, random);
            int cut = random.nextInt(tensors.size());
            ErrorAccumulator left = accumulate(tensors.subList(0, cut));
            left.merge(accumulate(tensors.subList(cut, tensors.size())));
            assertThat(left.measures()).as("seed=" + SEED).isEqualTo(once);
        }
    }

    private static ErrorAccumulator accumulate(List<float[]> tensors) {
        ErrorAccumulator accumulator = new ErrorAccumulator();
        for (float[] tensor : tensors) {
            float[] rounded = tensor.clone();
            for (int i = 0; i < rounded.length; i++) {
                rounded[i] = Math.round(rounded[i]);
            }
            accumulator.add(tensor, rounded);
        }
        return accumulator;
    }

    @Test
    void exactSumEqualsBigDecimal() {
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            ExactSum sum = new ExactSum();
            BigDecimal expected = BigDecimal.ZERO;
            for (int i = random.nextInt(50); i >= 0; i--) {
                double value = Double.longBitsToDouble(random.nextLong());
                if (round % 2 == 0) {
                    value = random.nextInt() * 0x1p-30;
                }
                if (Double.isFinite(value)) {
                    sum.add(value);
                    expected = expected.add(new BigDecimal(value));
                }
            }
            assertThat(sum.doubleValue())
                    .as("seed=" + SEED + ", round=" + round)
                    .isEqualTo(expected.doubleValue());
        }
    }

    @Test
    void exactSumKeepsWhatDoubleDrops() {
        ExactSum sum = new ExactSum();
        for (double value : new double[] {1e300, 1, -1e300, Double.MIN_VALUE, -1}) {
            sum.add(value);
        }
        assertThat(sum.doubleValue()).isEqualTo(Double.MIN_VALUE);
        assertThatThrownBy(() -> sum.add(Double.NaN))
                .hasMessage("summand must be finite; value=NaN");
    }
}
