package dev.vernier.model;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.TensorData;
import dev.vernier.graph.TensorData.FileRegion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds the data of tensors that is in files beside the model.
 *
 * <p>A file is followed only if it is a regular file inside the model's folder after all symbolic
 * links, with one name (a hard link may lead to a file that is elsewhere), and if the region lies
 * in it. Where the model itself is a link, a name is looked up beside the link first: model caches
 * keep all files in one folder under the digests of their contents and link the names to them. The
 * checksum is not looked at.
 */
final class ExternalData implements TensorCodec.External {

    /** How to go on where a file is not followed. */
    static final String KEEP_BESIDE =
            "keep the data in files of their own in the model's folder, under the names that the"
                    + " model has for them, or export it again";

    private final Path folder;
    private final Path named;
    private final Map<String, Path> byLocation = new HashMap<>();
    private final SortedMap<Path, Long> sizes = new TreeMap<>();
    private final List<Located> located = new ArrayList<>();

    private record Located(FileRegion region, Place place) {
        long end() {
            return region.offset() + region.length();
        }

        String bytes() {
            return region.offset() + " to " + end();
        }
    }

    /**
     * @param folder the model's folder, its real path, which no data may be outside of
     * @param named the folder of the name that the model was opened by
     */
    ExternalData(Path folder, Path named) {
        this.folder = folder;
        this.named = named;
    }

    /** The files followed so far and their sizes. */
    SortedMap<Path, Long> files() {
        return sizes;
    }

    @Override
    public TensorData locate(TensorProto proto, ElementType type, Place place) {
        if (type == ElementType.STRING) {
            throw place.refuse("strings must not be external data");
        }
        Map<String, String> entries = entries(proto, place);
        String location = entries.getOrDefault("location", "");
        ExternalLocation.check(location, place);
        long expected = TensorSize.of(type, proto.getDimsList(), place);
        long offset = number(entries, "offset", 0, place);
        long length = number(entries, "length", expected, place);
        Path file = byLocation.get(location);
        if (file == null) {
            file = resolve(location, place);
            byLocation.put(location, file);
        }
        long size = sizes.getOrDefault(file, 0L);
        if (length > size || offset > size - length) {
            throw place.refuse(
                    "external data must lie inside its file; location="
                            + location
                            + ", offset="
                            + offset
                            + ", length="
                            + length
                            + ", size="
                            + size,
                    "the data file is cut off, or of another model: fetch both again");
        }
        FileRegion region = new FileRegion(file, offset, length);
        located.add(new Located(region, place));
        return length < SkeletonReader.LARGE ? inline(region) : region;
    }

    /**
     * Passes if no two tensors share a part of their data; they may share all of it.
     *
     * @throws dev.vernier.graph.ModelFormatException if some do
     */
    void requireDisjoint() {
        located.sort(
                Comparator.comparing((Located found) -> found.region.file())
                        .thenComparing(found -> found.region.offset())
                        .thenComparing(found -> found.region.length()));
        for (int i = 1; i < located.size(); i++) {
            Located one = located.get(i - 1);
            Located next = located.get(i);
            if (one.region.file().equals(next.region.file())
                    && next.region.offset() < one.end()
                    && !one.region.equals(next.region)) {
                throw next.place.refuse(
                        "external data of tensors must not overlap; file="
                                + next.region.file()
                                + ", bytes="
                                + next.bytes()
                                + "; those of "
                                + one.place
                                + " are "
                                + one.bytes());
            }
        }
    }

    private static Map<String, String> entries(TensorProto proto, Place place) {
        Map<String, String> entries = new HashMap<>();
        for (StringStringEntryProto entry : proto.getExternalDataList()) {
            if (entries.put(entry.getKey(), Text.of(entry.getValueBytes())) != null) {
                throw place.refuse("external data keys must be unique; key=" + entry.getKey());
            }
        }
        return entries;
    }

    private static long number(
            Map<String, String> entries, String key, long otherwise, Place place) {
        String text = entries.get(key);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw place.refuse(
                    "external data "
                            + key
                            + " must be a number of at most 18 digits; "
                            + key
                            + "="
                            + text);
        }
        return Long.parseLong(text);
    }

    private Path resolve(String location, Place place) {
        try {
            Path beside = named.resolve(location);
            Path file = (Files.exists(beside) ? beside : folder.resolve(location)).toRealPath();
            if (!file.startsWith(folder)) {
                throw place.refuse(
                        "external data must be inside the model's folder; location="
                                + location
                                + ", file="
                                + file,
                        KEEP_BESIDE);
            }
            if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
                throw place.refuse(
                        "external data must be a regular file; location=" + location, KEEP_BESIDE);
            }
            if (links(file) != 1) {
                throw place.refuse(
                        "external data must not be a hard link; location="
                                + location
                                + ", links="
                                + links(file),
                        "copy the file to give it a name of its own");
            }
            sizes.put(file, Files.size(file));
            return file;
        } catch (NoSuchFileException e) {
            throw place.refuse(
                    "external data file must exist; location=" + location + ", folder=" + folder,
                    KEEP_BESIDE);
        } catch (InvalidPathException e) {
            throw place.refuse(
                    "location of external data must be a path; " + e.getMessage(), KEEP_BESIDE);
        } catch (AccessDeniedException e) {
            throw new UncheckedIOException(e);
        } catch (FileSystemException e) {
            throw place.refuse(
                    "external data must be a file that can be found; location="
                            + location
                            + ", reason="
                            + e.getReason(),
                    KEEP_BESIDE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int links(Path file) throws IOException {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("unix")
                ? (Integer) Files.getAttribute(file, "unix:nlink")
                : 1;
    }

    private static TensorData inline(FileRegion region) {
        byte[] bytes = new byte[(int) region.length()];
        try (FileChannel channel = FileChannel.open(region.file(), StandardOpenOption.READ)) {
            PositionalRead.fill(channel, region.offset(), ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return TensorData.inline(bytes);
    }
}
