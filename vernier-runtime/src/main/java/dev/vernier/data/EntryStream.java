package dev.vernier.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipException;

/** The bytes of a zip entry, compared with its checksum at the end, which the JDK does not do. */
final class EntryStream extends CheckedInputStream {

    private final long expected;

    EntryStream(InputStream in, long expected) {
        super(in, new CRC32());
        this.expected = expected;
    }

    @Override
    public int read() throws IOException {
        return checkAtEnd(super.read());
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return checkAtEnd(super.read(bytes, offset, length));
    }

    private int checkAtEnd(int result) throws IOException {
        if (result < 0 && getChecksum().getValue() != expected) {
            throw new ZipException("checksum differs");
        }
        return result;
    }
}
