package dev.vernier.cli.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.cli.CommandRun;
import dev.vernier.statistics.Extremes;
import dev.vernier.statistics.StatisticsFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Row 14 of docs/reliability.md: odd images.
 *
 * <p>That they are decoded to the right pixels, turned as their EXIF data says, is held by {@code
 * ImageFileTest}; here the command takes them or says what is wrong.
 */
class ImageRowsTest {

    private static final Path IMAGES = Path.of("../vernier-runtime/src/test/resources/images");
    private static final int PNG_HEADER = 16;

    @TempDir private Path folder;
    private Path images = Path.of("");

    @BeforeEach
    void makeFolder() throws IOException {
        images = Files.createDirectory(folder.resolve("images"));
    }

    private CommandRun calibrate() throws IOException {
        CommandRun run =
                CommandRun.of(
                        "calibrate",
                        DataModels.image(folder).toString(),
                        "--data",
                        images.toString(),
                        "--preprocess",
                        "unit,crop=8",
                        "-o",
                        folder.resolve("out").toString());
        assertThat(run.err()).doesNotContain("internal error", "\tat ");
        return run;
    }

    private Extremes assertTaken() throws IOException {
        CommandRun run = calibrate();
        assertThat(run.exitCode()).as(run.err()).isZero();
        StatisticsFile seen = StatisticsFile.read(folder.resolve("out"));
        return seen.tensor("image").orElseThrow().extremes().orElseThrow();
    }

    private void assertRefused(String file, String words) throws IOException {
        CommandRun run = calibrate();
        Refusal.assertWhole(run, file + ": ");
        assertThat(run.err()).contains(words);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private void write(String name, int type, int side, int value) throws IOException {
        BufferedImage image = new BufferedImage(side, side, type);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                for (int band = 0; band < image.getRaster().getNumBands(); band++) {
                    image.getRaster().setSample(x, y, band, value);
                }
            }
        }
        ImageIO.write(image, "png", images.resolve(name).toFile());
    }

    @ParameterizedTest
    @CsvSource({
        "5, 40, 255, 1", // red, green, blue
        "6, 40, 255, 1", // with alpha
        "10, 40, 51, 0.2", // grey
        "11, 40, 52428, 0.8", // grey of 16 bits
        "12, 40, 1, 1", // black and white
        "5, 1, 102, 0.4" // one pixel
    })
    void row14EveryNumberOfChannelsAndBits(int type, int side, int value, float expected)
            throws IOException {
        write("a.png", type, side, value);

        Extremes ends = assertTaken();

        assertThat(ends.min()).isEqualTo(expected);
        assertThat(ends.max()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cmyk.jpg", "palette.png", "wide.png", "turned-6.jpg", "turned-3.jpg"})
    void row14CmykPaletteAndExif(String name) throws IOException {
        Files.copy(IMAGES.resolve(name), images.resolve(name));

        assertThat(assertTaken().max()).isGreaterThan(0);
    }

    @Test
    void row14GiantIsRefusedBeforeItIsDecoded() throws IOException {
        write("giant.png", BufferedImage.TYPE_INT_RGB, 8, 1);
        byte[] png = Files.readAllBytes(images.resolve("giant.png"));
        ByteBuffer.wrap(png).putInt(PNG_HEADER, 65_000).putInt(PNG_HEADER + 4, 65_000);
        CRC32 crc = new CRC32();
        crc.update(png, PNG_HEADER - 4, 4 + 13);
        ByteBuffer.wrap(png).putInt(PNG_HEADER + 13, (int) crc.getValue());
        Files.write(images.resolve("giant.png"), png);

        assertRefused("giant.png", "image must have at most 100000000 pixels; width=65000");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 60, 100})
    void row14DamagedImage(int length) throws IOException {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", bytes);

        Files.write(images.resolve("cut.jpg"), Arrays.copyOf(bytes.toByteArray(), length));

        assertRefused("cut.jpg", "image ");
    }
}
