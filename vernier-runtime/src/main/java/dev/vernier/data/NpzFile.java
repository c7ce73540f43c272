package dev.vernier.data;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A zip archive of {@code .npy} arrays, as {@code numpy.savez} writes it.
 *
 * <p>Nothing is extracted: arrays are streams out of the archive. An entry that claims more bytes
 * than deflate can make of its compressed size is refused.
 */
final class NpzFile implements Closeable {

    /** The most that deflate can expand, 1032 to 1 (zlib's technical details), rounded up. */
    private static final long DEFLATE_LIMIT = 1040;

    private static final String SUFFIX = ".npy";

    private final Path file;
    private final ZipFile zip;
    private final Map<String, ZipEntry> entries = new LinkedHashMap<>();

    private NpzFile(Path file, ZipFile zip) {
        this.file = file;
        this.zip = zip;
    }

    /**
     * Opens an archive and lists its arrays.
     *
     * @throws DataException if it is damaged, holds no arrays, or lies about sizes
     */
    static NpzFile open(Path file) throws IOException {
        try {
            NpzFile opened = new NpzFile(file, new ZipFile(file.toFile()));
            try {
                opened.list();
                return opened;
            } catch (DataException e) {
                opened.close();
                throw e;
            }
        } catch (ZipException e) {
            throw damaged(file, String.valueOf(e.getMessage()), e);
        } catch (EOFException e) {
            throw damaged(file, "it ends before its directory does", e);
        }
    }

    private static DataException damaged(Path file, String reason, Exception cause) {
        return new DataException(
                "%s: npz file must be a whole zip archive; %s; save or fetch it again"
                        .formatted(file, reason),
                cause);
    }

    private void list() {
        for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
            ZipEntry entry = next(all);
            if (!entry.getName().endsWith(SUFFIX)) {
                continue;
            }
            String array = entry.getName().substring(0, entry.getName().length() - SUFFIX.length());
            if (entries.put(array, entry) != null) {
                throw new DataException(
                        "%s: array names must be unique; name=%s".formatted(file, array));
            }
            long size = entry.getSize();
            long compressed = entry.getCompressedSize();
            if (size < 0 || compressed < 0 || size / DEFLATE_LIMIT > compressed) {
                throw new DataException(
                        "%s: entry must have a size that its compressed bytes can give; entry=%s,"
                                        .formatted(file, entry.getName())
                                + " size=%d, compressed=%d; save or fetch it again"
                                        .formatted(size, compressed));
            }
        }
        if (entries.isEmpty()) {
            throw new DataException(
                    "%s: npz file must hold .npy arrays; found none; save it with numpy.savez"
                            .formatted(file));
        }
    }

    /** Java 17 finds only here that a name is not in UTF-8. */
    private ZipEntry next(Enumeration<? extends ZipEntry> all) {
        try {
            return all.nextElement();
        } catch (IllegalArgumentException e) {
            throw damaged(file, "the name of an entry is not in UTF-8", e);
        }
    }

    /** The names of the arrays, in the order of the archive. */
    Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    /** Starts reading an array. */
    NpyArray array(String name) throws IOException {
        ZipEntry entry = entries.get(name);
        if (entry == null) {
            throw new IllegalArgumentException("array must be in the file; name=" + name);
        }
        String where = file + "[" + name + "]";
        try {
            return NpyArray.open(
                    where,
                    new EntryStream(zip.getInputStream(entry), entry.getCrc()),
                    entry.getSize());
        } catch (IOException e) {
            throw new DataException(where + ": array cannot be read; " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
