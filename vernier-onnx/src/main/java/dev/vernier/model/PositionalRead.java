package dev.vernier.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads from a place in a file until a buffer is full or the file ends. */
final class PositionalRead {

    private PositionalRead() {}

    /** Fills the buffer as far as the file goes and flips it. */
    static ByteBuffer fill(FileChannel channel, long offset, ByteBuffer buffer) throws IOException {
        long position = offset;
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, position);
            if (read <= 0) {
                break;
            }
            position += read;
        }
        return buffer.flip();
    }
}
