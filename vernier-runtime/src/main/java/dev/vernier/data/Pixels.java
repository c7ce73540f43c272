package dev.vernier.data;

/**
 * An image: red, green and blue bytes, row by row.
 *
 * <p>Not copied on the way in or out: used within this package only.
 */
final class Pixels {

    static final int CHANNELS = 3;

    private final int width;
    private final int height;
    private final byte[] bytes;

    Pixels(int width, int height, byte[] bytes) {
        if (width < 1 || height < 1 || bytes.length != CHANNELS * width * height) {
            throw new IllegalArgumentException(
                    "image must have pixels of its size; width=%d, height=%d, bytes=%d"
                            .formatted(width, height, bytes.length));
        }
        this.width = width;
        this.height = height;
        this.bytes = bytes;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    byte[] bytes() {
        return bytes;
    }

    /** 0 to 255. */
    int at(int x, int y, int channel) {
        return Byte.toUnsignedInt(bytes[CHANNELS * (y * width + x) + channel]);
    }

    /** The part in the middle; where it cannot be even, the extra pixel stays right and below. */
    Pixels centerCrop(int cropWidth, int cropHeight) {
        int left = (int) Math.rint((width - cropWidth) / 2.0);
        int top = (int) Math.rint((height - cropHeight) / 2.0);
        byte[] cropped = new byte[CHANNELS * cropWidth * cropHeight];
        for (int y = 0; y < cropHeight; y++) {
            System.arraycopy(
                    bytes,
                    CHANNELS * ((top + y) * width + left),
                    cropped,
                    CHANNELS * y * cropWidth,
                    CHANNELS * cropWidth);
        }
        return new Pixels(cropWidth, cropHeight, cropped);
    }

    /**
     * The image as it is meant to be seen.
     *
     * @param orientation of the EXIF standard: 1 as it is, 2 mirrored, 3 turned by 180 degrees, 4
     *     flipped, 5 transposed, 6 to be turned clockwise, 7 transversed, 8 counter-clockwise
     */
    Pixels turned(int orientation) {
        if (orientation < 2 || orientation > 8) {
            return this;
        }
        boolean swapsAxes = orientation >= 5;
        int newWidth = swapsAxes ? height : width;
        int newHeight = swapsAxes ? width : height;
        byte[] turned = new byte[bytes.length];
        for (int y = 0; y < newHeight; y++) {
            for (int x = 0; x < newWidth; x++) {
                int across = swapsAxes ? y : x;
                int down = swapsAxes ? x : y;
                boolean mirrorsAcross =
                        orientation == 2
                                || orientation == 3
                                || orientation == 7
                                || orientation == 8;
                boolean mirrorsDown =
                        orientation == 3
                                || orientation == 4
                                || orientation == 6
                                || orientation == 7;
                int oldX = mirrorsAcross ? width - 1 - across : across;
                int oldY = mirrorsDown ? height - 1 - down : down;
                System.arraycopy(
                        bytes,
                        CHANNELS * (oldY * width + oldX),
                        turned,
                        CHANNELS * (y * newWidth + x),
                        CHANNELS);
            }
        }
        return new Pixels(newWidth, newHeight, turned);
    }
}
