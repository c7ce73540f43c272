package dev.vernier.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatisticsAccumulatorTest {

    private static final ModelDigest MODEL = new ModelDigest("0".repeat(64));

    @Test
    void keepsExactExtremesAndTheSmallestSampleThatSetThem() {
        StatisticsAccumulator seen = new StatisticsAccumulator();
        for (String sample : List.of("c", "b", "a")) {
            seen.begin(sample);
            seen.add("x", new float[] {-1.0001f, 0f, 3.25f});
        }
        seen.begin("aa");
        seen.add("x", new float[] {-1.0002f});
        TensorStatistics x = statistics(seen);
        assertThat(x.extremes()).contains(new Extremes(-1.0002f, "aa", 3.25f, "a"));
        assertThat(x.count()).isEqualTo(10);
        assertThat(x.zeros()).isEqualTo(3);
        assertThat(x.samples()).isEqualTo(4);
    }

    @Test
    void oneSampleInSeveralArraysHasOneMinimumAndOneMaximum() {
        StatisticsAccumulator seen = new StatisticsAccumulator();
        seen.begin("a");
        seen.add("x", new float[] {1f, 2f});
        seen.add("x", new float[] {-4f});
        seen.begin("a");
        seen.add("x", new float[] {8f});
        TensorStatistics x = statistics(seen);
        assertThat(x.sampleMinima()).isEqualTo(histogramOf(-4f));
        assertThat(x.sampleMaxima()).isEqualTo(histogramOf(8f));
    }

    @Test
    void countsWhatIsNotFiniteApart() {
        StatisticsAccumulator seen = new StatisticsAccumulator();
        seen.begin("b");
        seen.add("x", new float[] {Float.NaN, 1f, Float.POSITIVE_INFINITY});
        seen.begin("a");
        seen.add("x", new float[] {Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY});
        seen.begin("0");
        seen.add("x", new float[] {2f});
        TensorStatistics x = statistics(seen);
        assertThat(x.nonFinite()).isEqualTo(new NonFinite(1, 1, 2, Optional.of("a")));
        assertThat(x.extremes()).contains(new Extremes(1f, "b", 2f, "0"));
        assertThat(x.count()).isEqualTo(2);
        assertThat(x.samples()).isEqualTo(2);
    }

    @Test
    void negativeZeroIsZeroAsAnExtremeHoweverLongTheArray() {
        for (int length : new int[] {1, TensorGroup.LARGE}) {
            for (float other : new float[] {-0f, 1f, -1f}) {
                StatisticsAccumulator seen = new StatisticsAccumulator();
                seen.begin("a");
                float[] values = new float[length];
                java.util.Arrays.fill(values, -0f);
                seen.add("x", values);
                seen.begin("b");
                seen.add("x", new float[] {other, 0f});
                TensorStatistics x = statistics(seen);
                assertThat(x.extremes())
                        .contains(
                                new Extremes(
                                        Math.min(other, 0f),
                                        other < 0 ? "b" : "a",
                                        Math.max(other, 0f),
                                        other > 0 ? "b" : "a"));
                assertThat(x.zeros()).isEqualTo(length + (other == 0f ? 2 : 1));
            }
        }
    }

    @Test
    void meansAndMagnitudesByChannel() {
        StatisticsAccumulator seen = new StatisticsAccumulator(Map.of("x", 1, "y", -1));
        seen.begin("a");
        seen.add("x", FloatBuffer.wrap(new float[] {1, 2, 3, -7, 1, 0}), 1, 2, 3);
        seen.add("y", FloatBuffer.wrap(new float[] {1, 2, 3, -7, Float.NaN, 0}), 3, 2);
        seen.begin("b");
        seen.add("x", FloatBuffer.wrap(new float[] {5, 5, 1, 1}), 2, 2, 1);
        StatisticsFile file = seen.statistics(MODEL);
        ChannelStatistics x = file.tensor("x").orElseThrow().channels().orElseThrow();
        assertThat(x.channels()).isEqualTo(2);
        assertThat(x.magnitude(0)).isEqualTo(5f);
        assertThat(x.magnitude(1)).isEqualTo(7f);
        assertThat(x.mean(0)).isEqualTo((1 + 2 + 3 + 5 + 1) / 5.0);
        assertThat(x.mean(1)).isEqualTo((-7 + 1 + 0 + 5 + 1) / 5.0);
        ChannelStatistics y = file.tensor("y").orElseThrow().channels().orElseThrow();
        assertThat(y.mean(0)).isEqualTo(2.0);
        assertThat(y.mean(1)).isCloseTo(-5.0 / 3, Offset.offset(1e-15));
        assertThat(y.count(0)).isEqualTo(2);
    }

    @Test
    void readsBuffersWithoutAnArrayAndLeavesTheirPosition() {
        int length = 3 * TensorGroup.LARGE + 11;
        FloatBuffer direct = ByteBuffer.allocateDirect(4 * length).asFloatBuffer();
        float[] array = new float[length];
        for (int i = 0; i < length; i++) {
            array[i] = i % 1001 - 300.5f;
            direct.put(i, array[i]);
        }
        direct.position(5);
        StatisticsAccumulator ofDirect = new StatisticsAccumulator(Map.of("x", 0));
        ofDirect.begin("a");
        ofDirect.add("x", direct, 2, (length - 5) / 2);
        StatisticsAccumulator ofArray = new StatisticsAccumulator(Map.of("x", 0));
        ofArray.begin("a");
        ofArray.add("x", FloatBuffer.wrap(array).position(5).slice(), 2, (length - 5) / 2);
        assertThat(direct.position()).isEqualTo(5);
        assertThat(ofDirect.statistics(MODEL)).isEqualTo(ofArray.statistics(MODEL));
    }

    @ParameterizedTest
    @ValueSource(floats = {1e-3f, 0f, -0f, Float.NaN, Float.NEGATIVE_INFINITY})
    void bytesAreTheSameFloatsWhereverTheyAre(float frequent) {
        Random random = new Random(7);
        StatisticsAccumulator ofArray = new StatisticsAccumulator();
        StatisticsAccumulator ofDirect = new StatisticsAccumulator();
        StatisticsAccumulator ofHeap = new StatisticsAccumulator();
        for (int sample = 0; sample < 5; sample++) {
            float[] values = new float[5 * TensorGroup.LARGE * (sample % 2) + sample];
            for (int i = 0; i < values.length; i++) {
                values[i] = i % 3 == 0 ? frequent : (float) (random.nextGaussian() + sample % 3);
            }
            ByteBuffer direct = ByteBuffer.allocateDirect(4 * values.length);
            ByteBuffer heap = ByteBuffer.allocate(4 * values.length);
            direct.order(ByteOrder.nativeOrder()).asFloatBuffer().put(values);
            heap.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
            add(ofArray, sample, FloatBuffer.wrap(values));
            ofDirect.begin("s" + sample);
            ofDirect.add(List.of("x", "y"), direct, values.length);
            ofHeap.begin("s" + sample);
            ofHeap.add(List.of("x", "y"), heap, values.length);
        }
        byte[] expected = ofArray.statistics(MODEL).toBytes();
        assertThat(ofDirect.statistics(MODEL).toBytes()).isEqualTo(expected);
        assertThat(ofHeap.statistics(MODEL).toBytes()).isEqualTo(expected);
    }

    private static void add(StatisticsAccumulator seen, int sample, FloatBuffer values) {
        seen.begin("s" + sample);
        seen.add("x", values, values.remaining());
        seen.add("y", values, values.remaining());
    }

    @Test
    void countsAreMovedBeforeTheyOverflow() {
        Random random = new Random(11);
        StatisticsAccumulator plain = new StatisticsAccumulator();
        StatisticsAccumulator moving = new StatisticsAccumulator(Map.of(), 50_000);
        for (int sample = 0; sample < 40; sample++) {
            float[] values = new float[random.nextInt(2 * TensorGroup.LARGE)];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            add(plain, sample, FloatBuffer.wrap(values));
            add(moving, sample, FloatBuffer.wrap(values));
        }
        assertThat(moving.statistics(MODEL)).isEqualTo(plain.statistics(MODEL));
    }

    @Test
    void valuesThatTensorsShareAreCountedForEachOfThem() {
        Random random = new Random(12);
        StatisticsAccumulator sharing = new StatisticsAccumulator(Map.of("b", 0));
        StatisticsAccumulator apart = new StatisticsAccumulator(Map.of("b", 0));
        List<List<String>> takers =
                List.of(List.of("a", "y"), List.of("b", "y", "y"), List.of("y"), List.of("a"));
        for (int i = 0; i < 60; i++) {
            float[] values = new float[random.nextInt(3 * TensorGroup.LARGE)];
            for (int j = 0; j < values.length; j++) {
                values[j] = j % 5000 == 4999 ? Float.NaN : (float) random.nextGaussian();
            }
            List<String> names = takers.get(random.nextInt(takers.size()));
            for (StatisticsAccumulator seen : List.of(sharing, apart)) {
                seen.begin("s" + i / 3);
            }
            sharing.add(names, FloatBuffer.wrap(values), 1, values.length);
            for (String name : names) {
                apart.add(name, FloatBuffer.wrap(values), 1, values.length);
            }
        }
        assertThat(sharing.statistics(MODEL).toBytes())
                .isEqualTo(apart.statistics(MODEL).toBytes());
    }

    @Test
    @Tag("exhaustive") // 12 seconds of counting
    void moreValuesThanAnIntCounts() {
        int length = 1 << 24;
        ByteBuffer ones = ByteBuffer.allocateDirect(4 * length).order(ByteOrder.nativeOrder());
        FloatBuffer floats = ones.asFloatBuffer();
        for (int i = 0; i < length; i++) {
            floats.put(i, 1 + i % 8);
        }
        StatisticsAccumulator seen = new StatisticsAccumulator();
        seen.begin("a");
        seen.add("x", new float[] {9});
        for (int i = 0; i < 129; i++) {
            seen.add(List.of("x"), ones, length);
        }
        seen.add("x", new float[] {9});
        TensorStatistics x = statistics(seen);
        assertThat(x.count()).isEqualTo(129L * length + 2);
        assertThat(x.values().count(BinadeHistogram.bin(3))).isEqualTo(129L * length / 8);
        assertThat(x.values().count(BinadeHistogram.bin(9))).isEqualTo(2);
    }

    @Test
    void anEmptyTensorIsKnownWithoutValues() {
        StatisticsAccumulator seen = new StatisticsAccumulator(Map.of("x", 0));
        seen.begin("a");
        seen.add("x", FloatBuffer.allocate(0), 0, 3);
        assertThat(statistics(seen)).isEqualTo(TensorStatistics.EMPTY);
    }

    @Test
    void refusesWhatDoesNotFit() {
        StatisticsAccumulator seen = new StatisticsAccumulator(Map.of("x", 1));
        assertThatThrownBy(() -> seen.add("x", new float[1]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("begin must come before add");
        seen.begin("a");
        assertThatThrownBy(() -> seen.add("x", new float[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tensor=x, axis=1, shape=[1]");
        assertThatThrownBy(() -> seen.add("x", FloatBuffer.allocate(6), 2, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shape=[2, 4], values=6");
        assertThatThrownBy(() -> seen.add("x", FloatBuffer.allocate(6), -2, -3))
                .isInstanceOf(IllegalArgumentException.class);
        seen.add("x", FloatBuffer.allocate(6), 2, 3);
        assertThatThrownBy(() -> seen.add("x", FloatBuffer.allocate(6), 3, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shape=[3, 2], before=3");
    }

    private static TensorStatistics statistics(StatisticsAccumulator seen) {
        return seen.statistics(MODEL).tensor("x").orElseThrow();
    }

    private static BinadeHistogram histogramOf(float value) {
        return BinadeHistogram.of(new int[] {BinadeHistogram.bin(value)}, new long[] {1});
    }
}
