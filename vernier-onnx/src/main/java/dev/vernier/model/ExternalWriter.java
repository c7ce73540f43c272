package dev.vernier.model;

import dev.vernier.graph.TensorData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a model whose weights are in a file of their own: data first, model last.
 *
 * <p>The data file's name has its content in it, so that an old model's data is never overwritten
 * by that of a new one. Offsets are multiples of 4 KB, of 64 KB for data of 1 MB and more, as
 * memory mapping wants them. Equal regions are stored once.
 */
final class ExternalWriter {

    private static final long PAGE = 4 << 10;
    private static final long LARGE_PAGE = 64 << 10;
    private static final long LARGE_DATA = 1 << 20;

    private final Pieces content = new Pieces();
    private final Map<TensorData, Long> offsets = new HashMap<>();

    private ExternalWriter() {}

    static void write(
            Path output,
            byte[] skeleton,
            Payloads payloads,
            boolean overwrite,
            OutputFile.Check check)
            throws IOException {
        Path target = OutputFile.target(output, overwrite);
        ExternalWriter data = new ExternalWriter();
        SkeletonWriter.write(skeleton, payloads, data::place); // lays the data out
        Digest digest = new Digest();
        try (TemporaryFile temporary = TemporaryFile.beside(target)) {
            temporary.fill(
                    channel -> {
                        data.content.writeTo(new ChannelTee(channel, digest));
                    });
            String name = target.getFileName() + "." + digest.hex().substring(0, 16) + ".data";
            Path dataFile = target.resolveSibling(name);
            boolean wasThere = Files.exists(dataFile);
            temporary.moveTo(dataFile);
            Pieces model =
                    SkeletonWriter.write(
                            skeleton,
                            payloads,
                            (found, initializer) -> Optional.of(data.entry(name, found)));
            try {
                OutputFile.write(target, overwrite, model::writeTo, check);
            } catch (Throwable e) {
                if (!wasThere) {
                    Files.deleteIfExists(dataFile);
                }
                throw e;
            }
        }
    }

    private Optional<ExternalEntry> place(TensorData found, boolean initializer) {
        offsets.computeIfAbsent(
                found,
                data -> {
                    long page = data.size() < LARGE_DATA ? PAGE : LARGE_PAGE;
                    long padding = (page - content.size() % page) % page;
                    content.add(new byte[(int) padding]);
                    long offset = content.size();
                    content.add(data);
                    return offset;
                });
        return Optional.of(entry("", found));
    }

    private ExternalEntry entry(String location, TensorData data) {
        Long offset = offsets.get(data);
        if (offset == null) {
            throw new IllegalStateException("data must have been laid out; data=" + data);
        }
        return new ExternalEntry(location, offset, data.size());
    }
}
