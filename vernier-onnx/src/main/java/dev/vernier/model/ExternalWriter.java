package dev.vernier.model;

import dev.vernier.graph.TensorData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a model whose weights are in a file of their own: data first, model last.
 *
 * <pre>
 * data, temporary -> model, temporary, which claims the data -> data gets its name -> check
 *     -> model gets its name and with that claims nothing more
 * </pre>
 *
 * <p>The data file's name has its content in it, so that an old model's data is never overwritten
 * by that of a new one. Offsets are multiples of 4 KB, of 64 KB for data of 1 MB and more, as
 * memory mapping wants them. Equal regions are stored once.
 */
final class ExternalWriter {

    private static final long PAGE = 4 << 10;
    private static final long LARGE_PAGE = 64 << 10;
    private static final long LARGE_DATA = 1 << 20;
    private static final int DIGITS = 16;

    private final byte[] skeleton;
    private final Payloads payloads;
    private final Pieces content = new Pieces();
    private final Map<TensorData, Long> offsets = new HashMap<>();

    /** Lays the data out. */
    ExternalWriter(byte[] skeleton, Payloads payloads) throws IOException {
        this.skeleton = skeleton;
        this.payloads = payloads;
        SkeletonWriter.write(skeleton, payloads, this::place);
    }

    void write(Path output, boolean overwrite, OutputFile.Check check) throws IOException {
        Path target = OutputFile.target(output, overwrite);
        Digest digest = new Digest();
        try (TemporaryFile data = TemporaryFile.beside(target)) {
            data.fill(channel -> content.writeTo(new ChannelTee(channel, digest)));
            String digits = digest.hex().substring(0, DIGITS);
            Path dataFile = target.resolveSibling(TemporaryName.dataFile(target, digits));
            String claim = isOfOthers(dataFile) ? "" : digits;
            try (TemporaryFile model = TemporaryFile.claiming(target, claim)) {
                model.fill(naming(String.valueOf(dataFile.getFileName()))::writeTo);
                OutputFile.sync(target.resolveSibling("")); // the claim outlives what it claims
                data.moveTo(dataFile);
                check.accept(model.path());
                OutputFile.moveInto(output, target, overwrite, model);
            }
        }
    }

    /** Whether it is the data of a model that was finished earlier, of the same content. */
    private static boolean isOfOthers(Path dataFile) throws IOException {
        return OutputFile.exists(dataFile) && AbandonedFiles.claims(dataFile).isEmpty();
    }

    private Pieces naming(String dataFile) throws IOException {
        return SkeletonWriter.write(
                skeleton, payloads, (found, initializer) -> Optional.of(entry(dataFile, found)));
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
