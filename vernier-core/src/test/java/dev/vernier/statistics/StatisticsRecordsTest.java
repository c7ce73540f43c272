package dev.vernier.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the records of statistics refuse to hold, and when they are equal. */
class StatisticsRecordsTest {

    private static final ModelDigest MODEL = new ModelDigest("0".repeat(64));

    private static void assertRefused(String rule, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(rule);
    }

    private static BigInteger[] sums(long... units) {
        BigInteger[] sums = new BigInteger[units.length];
        for (int i = 0; i < units.length; i++) {
            sums[i] = BigInteger.valueOf(units[i]);
        }
        return sums;
    }

    private static ChannelStatistics one(int axis, float magnitude, long count, long sum) {
        return new ChannelStatistics(axis, new float[] {magnitude}, new long[] {count}, sums(sum));
    }

    @Test
    void channelsHaveOneOfEach() {
        String rule = "channels must be of equal and positive number";
        assertRefused(rule, () -> channels(0, 0, 0));
        assertRefused(rule, () -> channels(2, 1, 2));
        assertRefused(rule, () -> channels(2, 2, 1));
        assertThat(channels(2, 2, 2).channels()).isEqualTo(2);
    }

    private static ChannelStatistics channels(int magnitudes, int counts, int sums) {
        return new ChannelStatistics(
                1, new float[magnitudes], new long[counts], sums(new long[sums]));
    }

    @Test
    void channelsAreFiniteAndEmptyOnesAreZero() {
        String rule = "channel must have a count and a finite magnitude, 0 if it is empty";
        assertRefused(rule, () -> one(0, 1, -1, 0));
        assertRefused(rule, () -> one(0, 1, 0, 0));
        assertRefused(rule, () -> one(0, -1, 1, 0));
        assertRefused(rule, () -> one(0, -0f, 1, 0));
        assertRefused(rule, () -> one(0, Float.POSITIVE_INFINITY, 1, 0));
        assertThat(one(0, 0, 0, 0).mean(0)).isZero();
    }

    @Test
    void onlyTheSameChannelsMerge() {
        ChannelStatistics channel = one(0, 1, 2, 3);
        assertRefused("axis=0 and 1", () -> channel.merge(one(1, 1, 2, 3)));
        assertRefused("channels=1 and 2", () -> channel.merge(twoOfAxisZero()));
        assertThat(channel.merge(one(0, 5, 1, 4))).isEqualTo(one(0, 5, 3, 7));
    }

    private static ChannelStatistics twoOfAxisZero() {
        return new ChannelStatistics(0, new float[2], new long[2], sums(0, 0));
    }

    @Test
    void channelsAreEqualByAllTheyHold() {
        ChannelStatistics channel = one(0, 1, 2, 3);
        assertThat(channel).isEqualTo(one(0, 1, 2, 3)).hasSameHashCodeAs(one(0, 1, 2, 3));
        assertThat(channel)
                .isNotEqualTo(one(1, 1, 2, 3))
                .isNotEqualTo(one(0, 2, 2, 3))
                .isNotEqualTo(one(0, 1, 3, 3))
                .isNotEqualTo(one(0, 1, 2, 4))
                .isNotEqualTo("channel");
        assertThat(channel.hashCode()).isNotEqualTo(one(0, 1, 2, 4).hashCode());
        assertThat(channel).hasToString("ChannelStatistics[axis=0, channels=1]");
    }

    @Test
    void whatIsNotFiniteHasASample() {
        Optional<String> sample = Optional.of("s");
        assertRefused("counts must not be negative", () -> new NonFinite(-1, 1, 0, sample));
        assertRefused("counts must not be negative", () -> new NonFinite(1, -1, 0, sample));
        assertRefused("counts must not be negative", () -> new NonFinite(1, 0, -1, sample));
        assertRefused("sample must be present", () -> new NonFinite(0, 0, 0, sample));
        assertRefused("sample must be present", () -> new NonFinite(0, 0, 1, Optional.empty()));
        assertThat(new NonFinite(1, 2, 3, sample).total()).isEqualTo(6);
    }

    @Test
    void aFileHasAsManySamplesAsItsTensors() throws IOException {
        assertRefused("samples=-1", () -> new StatisticsFile(MODEL, -1, Map.of()));
        DimensionAccumulator seen = new DimensionAccumulator(1);
        seen.add(new float[] {1});
        Map<String, TensorStatistics> tensors = seen.statistics(MODEL).tensors();

        assertRefused("samples=1, file=0", () -> new StatisticsFile(MODEL, 0, tensors));
        assertThat(new StatisticsFile(MODEL, 2, tensors).samples()).isEqualTo(2);
    }

    @Test
    void statisticsAreKnownByTheirFirstBytes(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("file");
        Files.write(file, new StatisticsFile(MODEL, 0, Map.of()).toBytes());
        assertThat(StatisticsFile.isStatistics(file)).isTrue();

        Files.writeString(file, "something else");
        assertThat(StatisticsFile.isStatistics(file)).isFalse();
    }

    @Test
    void dimensionsCountWhatIsNotFinite() {
        DimensionAccumulator seen = new DimensionAccumulator(2);
        seen.add(new float[] {Float.NaN, 1});
        seen.add(new float[] {Float.POSITIVE_INFINITY, -0f});
        seen.add(new float[] {Float.NEGATIVE_INFINITY, -2});

        StatisticsFile statistics = seen.statistics(MODEL);

        TensorStatistics first = tensor(statistics, 0);
        assertThat(first.nonFinite()).isEqualTo(new NonFinite(1, 1, 1, Optional.of("")));
        assertThat(first.extremes()).isEmpty();
        TensorStatistics second = tensor(statistics, 1);
        assertThat(second.nonFinite()).isEqualTo(NonFinite.NONE);
        assertThat(second.extremes()).contains(new Extremes(-2, "", 1, ""));
        assertRefused("length=3, others=2", () -> seen.add(new float[3]));
    }

    private static TensorStatistics tensor(StatisticsFile statistics, int dimension) {
        return statistics.tensor(DimensionAccumulator.name(dimension)).orElseThrow();
    }
}
