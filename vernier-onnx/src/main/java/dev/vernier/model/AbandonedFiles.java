package dev.vernier.model;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Temporary files whose process was killed: the next one that writes into the folder removes them.
 *
 * <p>Those of another machine or container, of whose processes nothing is known, go after a week
 * without a change. Folders go only if they belong to the same user.
 */
final class AbandonedFiles {

    private static final Duration LONGEST_RUN = Duration.ofDays(7);

    private AbandonedFiles() {}

    /**
     * Removes what is abandoned. What cannot be removed is left to the next.
     *
     * @param ours a new temporary file or folder, beside which to look
     */
    static void sweep(Path ours) {
        OpenTemporaries.removeLeft();
        try {
            for (Map.Entry<Path, TemporaryName> file : temporaries(ours).entrySet()) {
                if (isAbandoned(file.getKey(), file.getValue().owner(), ours)) {
                    FileTree.deleteQuietly(file.getKey());
                }
            }
        } catch (IOException | SecurityException e) {
            return; // a folder that can be written to need not be readable
        }
    }

    private static boolean isAbandoned(Path file, FileOwner owner, Path ours) throws IOException {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
                && !Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(ours))) {
            return false;
        }
        return owner.host().equals(FileOwner.SELF.host()) ? owner.isGone() : isOld(file);
    }

    private static boolean isOld(Path file) throws IOException {
        Instant changed = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
        return changed.isBefore(Instant.now().minus(LONGEST_RUN));
    }

    /** Removes the data file that a temporary model claims, unless another claims it too. */
    static void deleteClaimed(Path temporary) throws IOException {
        Optional<String> claimed = name(temporary).flatMap(TemporaryName::claimed);
        if (claimed.isPresent()) {
            Path data = temporary.resolveSibling(claimed.get());
            if (claims(data).stream().allMatch(temporary::equals)) {
                Files.deleteIfExists(data);
            }
        }
    }

    /** The temporary models that claim a data file. */
    static List<Path> claims(Path data) throws IOException {
        List<Path> claims = new ArrayList<>();
        String name = String.valueOf(data.getFileName());
        temporaries(data)
                .forEach(
                        (file, temporary) -> {
                            if (temporary.claimed().filter(name::equals).isPresent()) {
                                claims.add(file);
                            }
                        });
        return claims;
    }

    /** The temporary files beside a path, in the order of their names. */
    private static Map<Path, TemporaryName> temporaries(Path sibling) throws IOException {
        Map<Path, TemporaryName> found = new TreeMap<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(sibling.resolveSibling(""), ".*" + TemporaryName.SUFFIX)) {
            for (Path file : files) {
                name(file).ifPresent(name -> found.put(file, name));
            }
            return found;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static Optional<TemporaryName> name(Path file) {
        return TemporaryName.parse(String.valueOf(file.getFileName()));
    }
}
