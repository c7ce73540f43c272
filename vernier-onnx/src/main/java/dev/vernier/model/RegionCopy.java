package dev.vernier.model;

import dev.vernier.graph.TensorData.FileRegion;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * Copies regions of files from channel to channel, without a way through the heap where the system
 * can. Keeps its source files open until it is closed. Not thread-safe.
 */
final class RegionCopy implements AutoCloseable {

    private final Map<Path, FileChannel> sources = new HashMap<>();

    /**
     * @throws EOFException if the file has become shorter than its region
     */
    void copy(FileRegion region, WritableByteChannel out) throws IOException {
        FileChannel source = sources.get(region.file());
        if (source == null) {
            source = FileChannel.open(region.file(), StandardOpenOption.READ);
            sources.put(region.file(), source);
        }
        long done = 0;
        while (done < region.length()) {
            long step = source.transferTo(region.offset() + done, region.length() - done, out);
            if (step <= 0) {
                throw new EOFException(
                        "weights file must stay as it is while it is in use; file="
                                + region.file()
                                + ", offset="
                                + (region.offset() + done));
            }
            done += step;
        }
    }

    @Override
    public void close() throws IOException {
        for (FileChannel source : sources.values()) {
            source.close();
        }
    }
}
