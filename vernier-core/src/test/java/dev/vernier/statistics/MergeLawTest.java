package dev.vernier.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same samples give the same bytes: in any order, cut, number of threads and of files. */
class MergeLawTest {

    private static final ModelDigest MODEL = new ModelDigest("ab".repeat(32));
    private static final Map<String, Integer> CHANNELS = Map.of("relu", 1);

    /** Values of two tensors; the second dimension is always 4. */
    private record Sample(String name, FloatBuffer relu, FloatBuffer mask) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyOrderCutAndPartitionGivesTheSameBytes(long seed) throws Exception {
        Random random = new Random(seed);
        List<Sample> samples = samples(random);
        StatisticsFile whole = accumulate(samples, new Random(seed), false);
        byte[] expected = whole.toBytes();
        String what = "seed " + seed;

        for (int threads : new int[] {1, 2, 8}) {
            Collections.shuffle(samples, random);
            List<StatisticsFile> parts = inThreads(samples, threads, random);
            Collections.shuffle(parts, random);
            StatisticsFile leftToRight = parts.stream().reduce(StatisticsFile::merge).orElseThrow();
            assertThat(leftToRight.toBytes()).as(what + ", threads " + threads).isEqualTo(expected);
            assertThat(asTree(parts).toBytes()).as(what + ", as a tree").isEqualTo(expected);
            assertThat(leftToRight).as(what).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void nothingIsTheNeutralElement(long seed) {
        StatisticsFile some = accumulate(samples(new Random(seed)), new Random(seed), true);
        StatisticsFile none = new StatisticsAccumulator().statistics(MODEL);
        assertThat(some.merge(none)).isEqualTo(some);
        assertThat(none.merge(some)).isEqualTo(some);
        TensorStatistics tensor = some.tensors().values().iterator().next();
        assertThat(tensor.merge(TensorStatistics.EMPTY)).isEqualTo(tensor);
        assertThat(TensorStatistics.EMPTY.merge(tensor)).isEqualTo(tensor);
    }

    private static List<StatisticsFile> inThreads(List<Sample> samples, int threads, Random random)
            throws Exception {
        List<List<Sample>> shares = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            shares.add(new ArrayList<>());
        }
        samples.forEach(sample -> shares.get(random.nextInt(threads)).add(sample));
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<StatisticsFile>> futures = new ArrayList<>();
            for (List<Sample> share : shares) {
                long seed = random.nextLong();
                futures.add(executor.submit(() -> accumulate(share, new Random(seed), true)));
            }
            List<StatisticsFile> parts = new ArrayList<>();
            for (Future<StatisticsFile> future : futures) {
                parts.add(future.get());
            }
            return parts;
        } finally {
            executor.shutdownNow();
        }
    }

    private static StatisticsFile asTree(List<StatisticsFile> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        int half = parts.size() / 2;
        return asTree(parts.subList(0, half)).merge(asTree(parts.subList(half, parts.size())));
    }

    private static StatisticsFile accumulate(List<Sample> samples, Random random, boolean cut) {
        StatisticsAccumulator seen = new StatisticsAccumulator(CHANNELS);
        for (Sample sample : samples) {
            seen.begin(sample.name());
            add(seen, "relu", sample.relu(), cut, random);
            add(seen, "mask", sample.mask(), cut, random);
        }
        return seen.statistics(MODEL);
    }

    /** Adds the values as one array, or as several in random order. */
    private static void add(
            StatisticsAccumulator seen,
            String tensor,
            FloatBuffer values,
            boolean cut,
            Random random) {
        List<Integer> cuts = new ArrayList<>(List.of(0, values.remaining() / 4));
        for (int i = 0; cut && i < 3; i++) {
            cuts.add(random.nextInt(values.remaining() / 4 + 1));
        }
        Collections.sort(cuts);
        List<FloatBuffer> rows = new ArrayList<>();
        for (int i = 1; i < cuts.size(); i++) {
            int length = 4 * (cuts.get(i) - cuts.get(i - 1));
            rows.add(values.slice(4 * cuts.get(i - 1), length));
        }
        Collections.shuffle(rows, random);
        rows.forEach(row -> seen.add(tensor, row, row.remaining() / 4, 4));
    }

    private static List<Sample> samples(Random random) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            int length = 4 * (1 + random.nextInt(i % 6 == 0 ? TensorGroup.LARGE / 2 : 200));
            float[] relu = new float[length];
            float[] mask = new float[length];
            for (int j = 0; j < length; j++) {
                relu[j] = (float) Math.max(0, random.nextGaussian() * (1 + i % 3));
                mask[j] = random.nextInt(3) == 0 ? -3.4e38f : -0f;
            }
            if (i % 5 == 0) {
                relu[random.nextInt(length)] = 6f; // a tie for the maximum
            }
            if (i % 7 == 0) {
                relu[random.nextInt(length)] = Float.NaN;
                mask[random.nextInt(length)] = Float.POSITIVE_INFINITY;
            }
            samples.add(
                    new Sample(
                            "sample-" + random.nextInt(1_000_000),
                            FloatBuffer.wrap(relu),
                            FloatBuffer.wrap(mask)));
        }
        return samples;
    }
}
