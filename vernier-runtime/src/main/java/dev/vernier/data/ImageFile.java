package dev.vernier.data;

import dev.vernier.model.Limit;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes JPEG or PNG to red, green and blue bytes, turned as its EXIF data says.
 *
 * <p>Grey values are used three times, alpha is dropped, 16-bit samples keep their upper byte. The
 * size is read first: nothing beyond {@link Limit#IMAGE_PIXELS} is decoded.
 */
final class ImageFile {

    static {
        ImageIO.setUseCache(false); // no temporary files
        ImageIO.scanForPlugins(); // ours may come by another class loader than the first scan saw
    }

    private ImageFile() {}

    /** Decodes a file, as {@link #decode}. */
    static Pixels read(Path file) throws IOException {
        return decode(file.toString(), Files.readAllBytes(file));
    }

    /**
     * Decodes the content of a file.
     *
     * @param file what messages call it
     * @throws DataException if it is no image, too large, or damaged
     */
    static Pixels decode(String file, byte[] content) throws IOException {
        try (ImageInputStream in = stream(content)) {
            Iterator<javax.imageio.ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new DataException(file + ": image must be JPEG or PNG");
            }
            javax.imageio.ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
                if (Limit.IMAGE_PIXELS.isExceededBy(pixels)) {
                    throw new DataException(
                            "%s: image must have at most %d pixels; width=%d, height=%d; %s"
                                    .formatted(
                                            file,
                                            Limit.IMAGE_PIXELS.value(),
                                            reader.getWidth(0),
                                            reader.getHeight(0),
                                            Limit.IMAGE_PIXELS.remedy()));
                }
                List<String> warnings = new ArrayList<>();
                reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
                BufferedImage image = reader.read(0);
                requireWhole(file, warnings);
                return pixels(image).turned(ImageOrientation.of(content));
            } finally {
                reader.dispose();
            }
        } catch (javax.imageio.IIOException | IllegalArgumentException e) {
            throw new DataException(file + ": image is damaged; " + e.getMessage(), e);
        }
    }

    /** Decoders fill in what a file lacks, and only warn of it. */
    private static void requireWhole(String file, List<String> warnings) {
        for (String warning : warnings) {
            String text = warning.toLowerCase(Locale.ROOT);
            if (text.contains("premature end") || text.contains("truncated")) {
                throw new DataException(file + ": image is damaged; " + warning);
            }
        }
    }

    private static ImageInputStream stream(byte[] content) throws IOException {
        return ImageIO.createImageInputStream(new ByteArrayInputStream(content));
    }

    private static Pixels pixels(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] bytes = new byte[Pixels.CHANNELS * width * height];
        Raster raster = image.getRaster();
        boolean isIndexed = image.getColorModel() instanceof IndexColorModel;
        boolean isGrey = raster.getNumBands() < Pixels.CHANNELS && !isIndexed;
        boolean isWide = raster.getDataBuffer().getDataType() == DataBuffer.TYPE_USHORT;
        int to = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (isGrey || (isWide && !isIndexed)) {
                    for (int band = 0; band < Pixels.CHANNELS; band++) {
                        int sample = raster.getSample(x, y, isGrey ? 0 : band);
                        bytes[to++] = (byte) (isWide ? sample >> 8 : sample);
                    }
                } else {
                    int rgb = image.getRGB(x, y);
                    bytes[to++] = (byte) (rgb >> 16);
                    bytes[to++] = (byte) (rgb >> 8);
                    bytes[to++] = (byte) rgb;
                }
            }
        }
        return new Pixels(width, height, bytes);
    }
}
