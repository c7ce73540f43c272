package dev.vernier.data;

import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEG;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegment;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegmentUtil;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;

/**
 * How an image is to be turned, by its EXIF data: a segment APP1 of a JPEG, a chunk eXIf of a PNG.
 *
 * <p>Numbers as {@link Pixels#turned}. Without such data, or where they are damaged (an annotation
 * of a sound image), 1: as it is. Stateless.
 */
final class ImageOrientation {

    private static final int AS_IT_IS = 1;
    private static final String EXIF_SEGMENT = "Exif";
    private static final int EXIF_CHUNK = 0x65584966; // eXIf
    private static final int PNG_SIGNATURE = 8;
    private static final int CHUNK_HEADER = 8;
    private static final int CHUNK_CHECKSUM = 4;

    private ImageOrientation() {}

    /** The orientation of a JPEG or PNG. */
    static int of(byte[] content) throws IOException {
        try {
            Optional<byte[]> exif = DataKind.isPng(content) ? ofPng(content) : ofJpeg(content);
            return exif.isPresent() ? tag(exif.get()) : AS_IT_IS;
        } catch (IIOException damaged) {
            return AS_IT_IS;
        }
    }

    private static Optional<byte[]> ofJpeg(byte[] content) throws IOException {
        try (ImageInputStream in = stream(content)) {
            List<JPEGSegment> segments = JPEGSegmentUtil.readSegments(in, JPEG.APP1, EXIF_SEGMENT);
            if (segments.isEmpty()) {
                return Optional.empty();
            }
            try (InputStream exif = segments.get(0).data()) {
                exif.skipNBytes(1); // padding
                return Optional.of(exif.readAllBytes());
            }
        }
    }

    private static Optional<byte[]> ofPng(byte[] content) {
        ByteBuffer rest = ByteBuffer.wrap(content);
        rest.position(Math.min(PNG_SIGNATURE, content.length));
        while (rest.remaining() >= CHUNK_HEADER) {
            int length = rest.getInt();
            int type = rest.getInt();
            if (length < 0 || length > rest.remaining() - CHUNK_CHECKSUM) {
                return Optional.empty();
            }
            if (type == EXIF_CHUNK) {
                byte[] exif = new byte[length];
                rest.get(exif);
                return Optional.of(exif);
            }
            rest.position(rest.position() + length + CHUNK_CHECKSUM);
        }
        return Optional.empty();
    }

    private static int tag(byte[] exif) throws IOException {
        try (ImageInputStream tiff = stream(exif)) {
            Entry entry = new TIFFReader().read(tiff).getEntryById(TIFF.TAG_ORIENTATION);
            return entry != null && entry.getValue() instanceof Number number
                    ? number.intValue()
                    : AS_IT_IS;
        }
    }

    private static ImageInputStream stream(byte[] content) throws IOException {
        return ImageIO.createImageInputStream(new ByteArrayInputStream(content));
    }
}
