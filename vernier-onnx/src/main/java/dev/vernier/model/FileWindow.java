package dev.vernier.model;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Reads a file front to back through a small buffer; what is skipped is not read. Not thread-safe.
 */
final class FileWindow {

    private static final int WINDOW = 1 << 16;

    private final FileChannel channel;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW).flip();
    private long windowEnd;

    FileWindow(FileChannel channel) {
        this.channel = channel;
    }

    /** The offset of the next byte. */
    long position() {
        return windowEnd - window.remaining();
    }

    /**
     * @throws EOFException at the end of the file
     */
    byte next() throws IOException {
        if (!window.hasRemaining()) {
            fill();
        }
        return window.get();
    }

    void skip(long bytes) {
        if (bytes <= window.remaining()) {
            window.position(window.position() + (int) bytes);
        } else {
            windowEnd = position() + bytes;
            window.position(window.limit());
        }
    }

    void copyTo(OutputStream out, long bytes) throws IOException {
        long left = bytes;
        while (left > 0) {
            if (!window.hasRemaining()) {
                fill();
            }
            int step = (int) Math.min(left, window.remaining());
            out.write(window.array(), window.position(), step);
            window.position(window.position() + step);
            left -= step;
        }
    }

    private void fill() throws IOException {
        window.clear();
        int read = channel.read(window, windowEnd);
        window.flip();
        if (read <= 0) {
            throw new EOFException("file must stay as it is while it is read; offset=" + windowEnd);
        }
        windowEnd += read;
    }
}
