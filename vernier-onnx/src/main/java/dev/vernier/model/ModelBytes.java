package dev.vernier.model;

import dev.vernier.graph.Model;
import dev.vernier.graph.TensorData;
import dev.vernier.graph.TensorData.FileRegion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Models as bytes in memory, for runtimes and native libraries.
 *
 * <p>Everything is checked as if it were written to a file. Stateless.
 */
public final class ModelBytes {

    private ModelBytes() {}

    /**
     * A model whose initializers name their data in files as external data; everything else is in
     * the bytes.
     *
     * @param folder the folder that the runtime resolves external data in; data elsewhere, and
     *     constants inside of nodes, are put into the bytes
     * @param memory gives a buffer of a size, which is filled and returned
     * @throws dev.vernier.graph.UnsupportedModelException if what must be in the bytes is more than
     *     2 GB
     * @throws UncheckedIOException if a file cannot be read
     */
    public static ByteBuffer referencing(Model model, Path folder, IntFunction<ByteBuffer> memory) {
        ModelValidator.check(model, Place.model());
        try {
            Path real = folder.toRealPath();
            return pieces(
                            model,
                            (data, initializer) ->
                                    initializer ? entry(data, real) : Optional.empty())
                    .gathered(memory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A model without tensors of 1 KB and more, training information and the like, for libraries
     * that look at the structure.
     *
     * @see #attach
     * @throws UncheckedIOException if a file cannot be read
     */
    public static byte[] skeleton(Model model) {
        ModelValidator.check(model, Place.model());
        try {
            return pieces(Placeholders.of(model).takeOut(model), SkeletonWriter.Placement.INSIDE)
                    .gathered(ByteBuffer::allocate)
                    .array();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The model that a library made of {@link #skeleton}, with the large tensors of the original
     * put back by name, and what else {@link #skeleton} left out.
     *
     * @throws dev.vernier.graph.ModelFormatException if the bytes are not a sound model
     */
    public static Model attach(byte[] skeleton, Model original) {
        Place place = Place.model();
        TensorCodec.External placeholder = (proto, type, at) -> TensorData.inline(new byte[0]);
        Model model = ModelCodec.decode(skeleton, new TensorCodec(placeholder), place);
        Model whole = Placeholders.of(original).putBack(model, original.extras());
        ModelValidator.check(whole, place);
        return whole;
    }

    private static Pieces pieces(Model model, SkeletonWriter.Placement placement)
            throws IOException {
        Payloads payloads = new Payloads();
        byte[] skeleton = ModelCodec.encode(model, payloads).toByteArray();
        Pieces pieces = SkeletonWriter.write(skeleton, payloads, placement);
        if (pieces.size() > SkeletonReader.MAX_FILE) {
            throw Place.model()
                    .notSupported(
                            "model without its weights must be at most 2147483647 bytes; size="
                                    + pieces.size());
        }
        return pieces;
    }

    private static Optional<ExternalEntry> entry(TensorData data, Path folder) {
        if (!(data instanceof FileRegion region)) {
            return Optional.empty();
        }
        Path file = region.file().toAbsolutePath().normalize();
        if (!file.startsWith(folder)) {
            return Optional.empty();
        }
        String location = folder.relativize(file).toString().replace('\\', '/');
        return Optional.of(new ExternalEntry(location, region.offset(), region.length()));
    }
}
