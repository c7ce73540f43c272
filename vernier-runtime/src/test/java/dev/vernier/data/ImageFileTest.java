package dev.vernier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against what Pillow made of the same images (src/test/scripts/pillow_images.py). */
class ImageFileTest {

    private static final int HEADER = 8 + 8; // signature, and length and type of the first chunk

    private final Path folder;

    ImageFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    static Path copy(String image, Path folder) throws IOException {
        Path file = folder.resolve(image);
        try (InputStream in = ImageFileTest.class.getResourceAsStream("/images/" + image)) {
            if (in == null) {
                throw new IllegalStateException(image + " must be on the class path");
            }
            Files.copy(in, file);
        }
        return file;
    }

    private Pixels read(String image) throws IOException {
        return ImageFile.read(copy(image, folder));
    }

    private static int largestDifference(Pixels a, Pixels b) {
        assertThat(a.width()).isEqualTo(b.width());
        assertThat(a.height()).isEqualTo(b.height());
        int largest = 0;
        for (int i = 0; i < a.bytes().length; i++) {
            int difference = Byte.toUnsignedInt(a.bytes()[i]) - Byte.toUnsignedInt(b.bytes()[i]);
            largest = Math.max(largest, Math.abs(difference));
        }
        return largest;
    }

    @ParameterizedTest
    @CsvSource({"40,30", "17,53", "90,20", "61,45", "1,1", "130,97"})
    void resizesAsPillowBitByBit(int width, int height) throws IOException {
        Pixels source = read("source.png");
        for (ResizeFilter filter : ResizeFilter.values()) {
            String name = filter.name().toLowerCase(java.util.Locale.ROOT);
            Pixels expected = read("%s-%dx%d.png".formatted(name, width, height));

            Pixels resized = Resize.to(source, width, height, filter);

            assertThat(largestDifference(resized, expected)).as(name).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPlainImageStaysPlain(ResizeFilter filter) {
        byte[] grey = new byte[3 * 31 * 17];
        Arrays.fill(grey, (byte) 200);

        Pixels resized = Resize.to(new Pixels(31, 17, grey), 12, 40, filter);

        assertThat(resized.bytes()).containsOnly((byte) 200);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void turnsAsTheExifDataSays(int orientation) throws IOException {
        Pixels expected = read("turned-" + orientation + ".png");

        Pixels decoded = read("turned-" + orientation + ".jpg");

        assertThat(largestDifference(decoded, expected)).isLessThan(4); // two JPEG decoders
        assertThat(largestDifference(read("exif-" + orientation + ".png"), expected)).isZero();
    }

    @Test
    void anAnnotationCutOffTurnsNothing() throws IOException {
        byte[] png = Files.readAllBytes(copy("exif-6.png", folder));
        int chunk = new String(png, StandardCharsets.ISO_8859_1).indexOf("eXIf");

        assertThat(ImageOrientation.of(png)).isEqualTo(6);
        assertThat(ImageOrientation.of(Arrays.copyOf(png, chunk + 6))).isEqualTo(1);
        assertThat(ImageOrientation.of(Arrays.copyOf(png, chunk))).isEqualTo(1);
        png[chunk + 4] = 0; // neither byte order
        assertThat(ImageOrientation.of(png)).isEqualTo(1);
    }

    @Test
    void dropsAlphaAndLooksColoursUp() throws IOException {
        Pixels source = read("source.png");

        assertThat(largestDifference(read("alpha.png"), source)).isZero();
        assertThat(read("palette.png").width()).isEqualTo(source.width());
    }

    @Test
    void repeatsGreyValuesAsTheyAre() throws IOException {
        Pixels source = read("source.png");
        Pixels grey = read("grey.png");

        for (int x = 0; x < grey.width(); x++) {
            double luma =
                    0.299 * source.at(x, 9, 0)
                            + 0.587 * source.at(x, 9, 1)
                            + 0.114 * source.at(x, 9, 2);
            assertThat((double) grey.at(x, 9, 0)).isCloseTo(luma, within(1));
            assertThat(grey.at(x, 9, 1)).isEqualTo(grey.at(x, 9, 0));
            assertThat(grey.at(x, 9, 2)).isEqualTo(grey.at(x, 9, 0));
        }
    }

    private static org.assertj.core.data.Offset<Double> within(double bound) {
        return org.assertj.core.api.Assertions.within(bound);
    }

    @Test
    void keepsTheUpperByteOfWideSamples() throws IOException {
        Pixels wide = read("wide.png");

        assertThat(wide.at(3, 0, 0)).isEqualTo(0x33);
    }

    @Test
    void decodesCmyk() throws IOException {
        Pixels source = read("source.png");
        Pixels cmyk = read("cmyk.jpg");

        long sum = 0;
        for (int i = 0; i < source.bytes().length; i++) {
            sum +=
                    Math.abs(
                            Byte.toUnsignedInt(source.bytes()[i])
                                    - Byte.toUnsignedInt(cmyk.bytes()[i]));
        }
        assertThat((double) sum / source.bytes().length).isLessThan(25);
    }

    @Test
    void refusesGiantsBeforeDecoding() throws IOException {
        byte[] png = Files.readAllBytes(copy("source.png", folder));
        ByteBuffer.wrap(png).putInt(HEADER, 65_000).putInt(HEADER + 4, 65_000);
        CRC32 crc = new CRC32();
        crc.update(png, HEADER - 4, 4 + 13);
        ByteBuffer.wrap(png).putInt(HEADER + 13, (int) crc.getValue());
        Path giant = Files.write(folder.resolve("giant.png"), png);

        assertThatThrownBy(() -> ImageFile.read(giant))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("at most 100000000 pixels; width=65000, height=65000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"source.png", "turned-1.jpg"})
    void refusesDamagedImages(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(copy(name, folder));
        Path cut = Files.write(folder.resolve("cut-" + name), Arrays.copyOf(bytes, 60));

        assertThatThrownBy(() -> ImageFile.read(cut))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("cut-" + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"source.png", "turned-1.jpg", "cmyk.jpg"})
    void refusesWhatEndsTooEarly(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(copy(name, folder));
        for (int part = 1; part < 8; part++) {
            byte[] cut = Arrays.copyOf(bytes, bytes.length * part / 8);

            assertThatThrownBy(() -> ImageFile.decode(name, cut))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(name + ": image is damaged");
        }
    }
}
