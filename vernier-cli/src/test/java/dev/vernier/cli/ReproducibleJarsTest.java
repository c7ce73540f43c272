package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jars, and the bills of what is in them, are the same bytes from two builds: in folders of
 * other names, other time zones and other languages.
 */
@Tag("exhaustive")
@EnabledOnOs({OS.LINUX, OS.MAC})
class ReproducibleJarsTest {

    @TempDir private Path folder;

    @Test
    void twoBuildsGiveTheSameBytes() throws Exception {
        SortedMap<String, String> one = build("one", "UTC", "C");
        SortedMap<String, String> other = build("another", "Asia/Kathmandu", "de_DE.UTF-8");

        assertThat(one.keySet())
                .anyMatch(name -> name.endsWith("vernier.jar"))
                .anyMatch(name -> name.contains("vernier-core-"))
                .anyMatch(name -> name.endsWith("bom.json"));
        assertThat(other).isEqualTo(one);
        System.out.println(
                one.size() + " files are the same bytes from two builds: " + one.keySet());
    }

    private SortedMap<String, String> build(String name, String timeZone, String language)
            throws Exception {
        Path copy = folder.resolve(name);
        copy(Path.of("..").toRealPath(), copy);
        Path log = folder.resolve(name + ".log");
        ProcessBuilder maven =
                new ProcessBuilder(
                                "mvn",
                                "-B",
                                "-ntp",
                                "-DskipTests",
                                "-pl",
                                "!vernier-benchmarks",
                                "package")
                        .directory(copy.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        maven.environment().put("TZ", timeZone);
        maven.environment().put("LC_ALL", language);
        assertThat(maven.start().waitFor()).as(Files.readString(log)).isZero();
        return digests(copy);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(
                from,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path directory, BasicFileAttributes attributes) throws IOException {
                        if (isBuilt(directory) || from.resolve(".git").equals(directory)) {
                            return FileVisitResult.SKIP_SUBTREE;
                        }
                        Files.createDirectories(to.resolve(from.relativize(directory)));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Path name = from.relativize(file);
                        if (!name.equals(Path.of(".git"))) { // a file in a linked checkout
                            Files.copy(file, to.resolve(name));
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /** Maven's folder of a module; a package may have its name. */
    private static boolean isBuilt(Path directory) {
        return directory.endsWith("target") && Files.exists(directory.resolveSibling("pom.xml"));
    }

    /** What was built, those of others that lie beside it apart. */
    private static SortedMap<String, String> digests(Path copy) throws IOException {
        SortedMap<String, String> digests = new TreeMap<>();
        List<Path> built;
        try (Stream<Path> files = Files.walk(copy)) {
            built =
                    files.filter(file -> file.toString().matches(".*/target/.*(\\.jar|bom\\.json)"))
                            .filter(file -> !file.toString().contains("/lib/"))
                            .toList();
        }
        for (Path file : built) {
            digests.put(copy.relativize(file).toString(), sha256(Files.readAllBytes(file)));
        }
        return digests;
    }

    private static String sha256(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new BigInteger(1, digest).toString(16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
