package dev.vernier.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Hands everything to two channels.
 *
 * @param first may take less than it is given; decides how much is taken
 * @param second always takes all
 */
record ChannelTee(WritableByteChannel first, WritableByteChannel second)
        implements WritableByteChannel {

    @Override
    public int write(ByteBuffer source) throws IOException {
        ByteBuffer copy = source.duplicate();
        int written = first.write(source);
        second.write(copy.limit(copy.position() + written));
        return written;
    }

    @Override
    public boolean isOpen() {
        return first.isOpen();
    }

    @Override
    public void close() throws IOException {
        first.close();
    }
}
