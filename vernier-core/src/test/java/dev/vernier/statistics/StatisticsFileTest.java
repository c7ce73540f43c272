package dev.vernier.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatisticsFileTest {

    private static final long SEED = 99_001;
    private static final Path GOLDEN = Path.of("src/test/resources/golden/statistics-v1.vstats");
    private static final ModelDigest MODEL = new ModelDigest("0123456789abcdef".repeat(4));

    @Test
    void theGoldenFileOfVersionOneReadsAndIsWrittenTheSame() throws IOException {
        StatisticsFile expected = example();
        if (Boolean.getBoolean("golden.write")) {
            Files.write(GOLDEN, expected.toBytes());
        }
        assertThat(StatisticsFile.read(GOLDEN)).isEqualTo(expected);
        assertThat(expected.toBytes()).isEqualTo(Files.readAllBytes(GOLDEN));
    }

    @Test
    void readingGivesWhatWasWritten() throws IOException {
        StatisticsFile file = random(new Random(SEED), 40, 20_000);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        file.write(out);
        StatisticsFile read = StatisticsFile.read(new ByteArrayInputStream(out.toByteArray()));
        assertThat(read).as("seed %d", SEED).isEqualTo(file);
        assertThat(read.toBytes()).isEqualTo(out.toByteArray());
    }

    @Test
    void aTensorTakesAtMostAHundredAndFiftyKilobytes() {
        StatisticsAccumulator seen = new StatisticsAccumulator(Map.of("x", -1));
        Random random = new Random(SEED);
        for (int sample = 0; sample < 20; sample++) {
            seen.begin("sample-" + sample);
            float[] values = new float[1536 * 40];
            for (int i = 0; i < values.length; i++) {
                // Wide tails, as attention and GELU make: some 60 powers of two on each side.
                values[i] = (float) (random.nextGaussian() * Math.exp(8 * random.nextGaussian()));
            }
            seen.add("x", FloatBuffer.wrap(values), 40, 1536);
        }
        assertThat(seen.statistics(MODEL).toBytes().length).isLessThan(150_000);
    }

    @Test
    void refusesStatisticsOfAnotherModel() {
        StatisticsFile other = new StatisticsAccumulator().statistics(ModelDigest.of(new byte[32]));
        assertThatThrownBy(() -> example().merge(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("model=" + MODEL)
                .hasMessageContaining("statistics of=" + "0".repeat(64));
        assertThatThrownBy(() -> other.requireModel(MODEL))
                .isInstanceOf(IllegalArgumentException.class);
        example().requireModel(MODEL);
    }

    @Test
    void saysWhereAFileIsNoStatisticsFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("page.html");
        Files.writeString(file, "<html>");
        assertThatThrownBy(() -> StatisticsFile.read(file))
                .isInstanceOf(StatisticsFormatException.class)
                .hasMessage(
                        file
                                + ": statistics file: must start with VERNSTAT; it starts with '<html>'; offset=0");
        byte[] newer = example().toBytes();
        newer[9] = 7;
        assertThatThrownBy(() -> read(newer))
                .isInstanceOf(StatisticsFormatException.class)
                .hasMessageContaining("version must be 1; version=7; offset=10");
    }

    @Test
    void everyTruncationAndEveryFlippedBitIsRefused() {
        byte[] good = example().toBytes();
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(StatisticsFormatException.class);
        }
        for (int bit = 0; bit < 8 * good.length; bit++) {
            byte[] flipped = good.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> read(flipped)).isInstanceOf(StatisticsFormatException.class);
        }
    }

    /** With a valid checksum the content itself has to be refused, or be another valid file. */
    @Test
    void everyChangedByteWithAValidChecksumIsRefusedOrReadsAndWritesTheSame() throws IOException {
        byte[] good = example().toBytes();
        int refused = 0;
        for (int at = 10; at < good.length - 4; at++) {
            for (int value = 0; value < 256; value += at % 7 + 1) {
                byte[] changed = good.clone();
                changed[at] = (byte) value;
                sign(changed);
                try {
                    assertThat(read(changed).toBytes()).isEqualTo(changed);
                } catch (StatisticsFormatException e) {
                    refused++;
                    assertThat(e.offset()).isBetween(10, good.length);
                } catch (RuntimeException e) {
                    fail("byte %d set to %d".formatted(at, value), e);
                }
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void sizesAreCheckedBeforeTheyAreBelieved() {
        FormatOutput out = new FormatOutput();
        out.raw(StatisticsFormat.MAGIC);
        out.int16(1);
        out.raw(new byte[32]);
        out.varint(1);
        out.varint(Integer.MAX_VALUE);
        out.int32(0);
        byte[] bytes = out.toByteArray();
        sign(bytes);
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(StatisticsFormatException.class)
                .hasMessageContaining("number of tensors must be at most 0 here")
                .hasMessageContaining("offset=48");
    }

    @Test
    void aNameThatIsNoUnicodeIsRefusedWhenWriting() {
        StatisticsAccumulator seen = new StatisticsAccumulator();
        seen.begin("a\ud800");
        seen.add("x", new float[] {1});
        assertThatThrownBy(() -> seen.statistics(MODEL).toBytes())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be valid Unicode");
    }

    private static StatisticsFile read(byte[] bytes) throws IOException {
        return StatisticsFile.read(new ByteArrayInputStream(bytes));
    }

    private static void sign(byte[] bytes) {
        int end = bytes.length - 4;
        int checksum = StatisticsFormat.checksum(bytes, end);
        for (int i = 0; i < 4; i++) {
            bytes[end + i] = (byte) (checksum >>> (24 - 8 * i));
        }
    }

    /** Small, and with every part of the layout in it. */
    private static StatisticsFile example() {
        StatisticsAccumulator seen = new StatisticsAccumulator(Map.of("features/é", 1));
        seen.begin("image-1.png");
        seen.add("features/é", FloatBuffer.wrap(new float[] {1.5f, -2f, 0f, 1e-40f}), 1, 2, 2);
        seen.add("mask", new float[] {-3.4028235e38f, -0f, Float.NaN});
        seen.begin("image-0.png");
        seen.add("features/é", FloatBuffer.wrap(new float[] {100f, 100f, 0f, 7f}), 1, 2, 2);
        seen.add("mask", new float[] {Float.NEGATIVE_INFINITY, 1f});
        seen.add("empty", new float[0]);
        return seen.statistics(MODEL);
    }

    private static StatisticsFile random(Random random, int tensors, int values) {
        StatisticsAccumulator seen = new StatisticsAccumulator(Map.of("t3", 0, "t5", -1));
        seen.begin("ß-sample");
        for (int tensor = 0; tensor < tensors; tensor++) {
            float[] data = new float[values];
            for (int i = 0; i < values; i++) {
                data[i] = Float.intBitsToFloat(random.nextInt());
            }
            seen.add("t" + tensor, FloatBuffer.wrap(data), 100, values / 100);
        }
        return seen.statistics(MODEL);
    }
}
