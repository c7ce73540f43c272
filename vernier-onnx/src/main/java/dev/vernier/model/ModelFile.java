package dev.vernier.model;

import dev.vernier.graph.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A model as it was read from a file: validated, its weights still on disk.
 *
 * <p>Constants of 1 KB and more are {@link dev.vernier.graph.TensorData.FileRegion}s of the model
 * file or of its external data; the files must stay as they are while the model is in use.
 *
 * <p>Safe for use by many threads. Cost of reading: time and heap linear in the file without its
 * weights.
 */
public final class ModelFile {

    private final Path path;
    private final Path real;
    private final Model model;
    private final SortedMap<Path, Long> externalFiles;
    private final long fileSize;
    private final FutureTask<String> sha256 = new FutureTask<>(this::digest);

    private ModelFile(
            Path path, Path real, Model model, SortedMap<Path, Long> externalFiles, long size) {
        this.path = path;
        this.real = real;
        this.model = model;
        this.externalFiles = externalFiles;
        this.fileSize =
                externalFiles.values().stream().mapToLong(Long::longValue).sum()
                        + (externalFiles.containsKey(real) ? 0 : size);
    }

    /**
     * Reads and validates a model.
     *
     * @throws NoSuchFileException if there is no such file
     * @throws dev.vernier.graph.ModelFormatException if it is not a sound ONNX model; the message
     *     says where and why
     * @throws dev.vernier.graph.UnsupportedModelException if it is one that cannot be represented
     * @throws IOException if it cannot be read
     */
    public static ModelFile read(Path path) throws IOException {
        Path real = path.toRealPath();
        Place place = Place.file(path);
        if (!Files.readAttributes(real, BasicFileAttributes.class).isRegularFile()) {
            throw place.refuse("model must be a regular file", "name the .onnx file");
        }
        Path folder = real.getParent();
        if (folder == null) {
            throw new NoSuchFileException(path.toString());
        }
        try (FileChannel channel = FileChannel.open(real, StandardOpenOption.READ)) {
            long size = channel.size();
            ForeignFormat.refuse(channel, place);
            if (size > SkeletonReader.MAX_FILE) {
                throw place.refuse(
                        "model file must be at most 2147483647 bytes; size=" + size,
                        "larger models keep their weights in external data: export it so");
            }
            byte[] skeleton = SkeletonReader.read(place, real, channel, size);
            Path named = Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(folder);
            ExternalData external = new ExternalData(folder, named);
            Model model = ModelCodec.decode(skeleton, new TensorCodec(external), place);
            external.requireDisjoint();
            ModelValidator.check(model, place);
            return new ModelFile(path, real, model, external.files(), size);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Writes a model, its weights copied from wherever they are.
     *
     * <p>A model of more than 2 GB gets its weights into one file beside it, named after the model
     * and the content ({@code model.onnx.1f2e3d4c5b6a7988.data}), which is in place before the
     * model is: the model's name is what makes the new pair appear.
     *
     * @param overwrite whether a file of that name may be replaced
     * @param check looks at the finished model before it gets its name
     * @throws java.nio.file.FileAlreadyExistsException if there is a file and it must not be
     *     replaced
     * @throws dev.vernier.graph.ModelFormatException if the model is not sound
     */
    public static void write(Path output, Model model, boolean overwrite, OutputFile.Check check)
            throws IOException {
        write(output, model, overwrite, check, SkeletonReader.MAX_FILE);
    }

    /** Writes a model; one of more than {@code mostBytes} gets its weights beside it. */
    static void write(
            Path output, Model model, boolean overwrite, OutputFile.Check check, long mostBytes)
            throws IOException {
        ModelValidator.check(model, Place.model());
        Payloads payloads = new Payloads();
        byte[] skeleton = ModelCodec.encode(model, payloads).toByteArray();
        Pieces whole = SkeletonWriter.write(skeleton, payloads, SkeletonWriter.Placement.INSIDE);
        if (whole.size() <= mostBytes) {
            OutputFile.write(output, overwrite, whole::writeTo, check);
        } else {
            new ExternalWriter(skeleton, payloads).write(output, overwrite, check);
        }
    }

    /**
     * The digest that the file of a model will have once {@link #write} has written it.
     *
     * @throws dev.vernier.graph.UnsupportedModelException if it needs more than one file
     */
    public static String sha256(Model model) throws IOException {
        Payloads payloads = new Payloads();
        byte[] skeleton = ModelCodec.encode(model, payloads).toByteArray();
        Pieces whole = SkeletonWriter.write(skeleton, payloads, SkeletonWriter.Placement.INSIDE);
        if (whole.size() > SkeletonReader.MAX_FILE) {
            throw Place.model()
                    .notSupported(
                            "model must be at most 2147483647 bytes to be one file; size="
                                    + whole.size());
        }
        Digest digest = new Digest();
        whole.writeTo(digest);
        return digest.hex();
    }

    /** The path it was read from, as it was given. */
    public Path path() {
        return path;
    }

    /**
     * The folder that the weights are in or below: the one of the model file after all symbolic
     * links.
     */
    public Path folder() {
        return real.resolveSibling("").normalize();
    }

    public Model model() {
        return model;
    }

    /** The files of external data that the model names, which may include its own. */
    public SortedSet<Path> externalFiles() {
        return new TreeSet<>(externalFiles.keySet());
    }

    /** Bytes of the file and of the external data that it names. */
    public long fileSize() {
        return fileSize;
    }

    /**
     * The SHA-256 digest, in hexadecimal, of the file's bytes followed by those of its external
     * files in the order of their paths. Reads all of them when first asked.
     *
     * @throws UncheckedIOException if a file cannot be read
     */
    public String sha256() {
        sha256.run(); // unless it was computed, or is being computed
        try {
            return sha256.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException unread) {
                throw new UncheckedIOException(unread);
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("computing a digest was interrupted");
        }
    }

    /** Begins to compute {@link #sha256} on a thread of its own, for who will ask for it later. */
    public void digestAhead() {
        Thread thread = new Thread(sha256, "vernier-digest");
        thread.setDaemon(true);
        thread.start();
    }

    private String digest() throws IOException {
        Digest digest = new Digest();
        digest.add(real);
        for (Path external : externalFiles.keySet()) {
            digest.add(external);
        }
        return digest.hex();
    }
}
