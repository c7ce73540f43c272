package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing writes files but the one seam, in all modules, by the text of their sources. */
class OutputSeamTest {

    /** What makes, fills, moves or removes files, in the JDK. */
    private static final Pattern WRITING =
            Pattern.compile(
                    "\\bFiles\\.(write|writeString|newOutputStream|newBufferedWriter|newByteChannel"
                            + "|create\\w+|move|copy|delete\\w*|set\\w+)\\("
                            + "|new (FileOutputStream|FileWriter|RandomAccessFile)\\("
                            + "|new (PrintWriter|PrintStream|Formatter)\\(\\s*(new File|\")"
                            + "|StandardOpenOption\\.(WRITE|CREATE|CREATE_NEW|APPEND)"
                            + "|\\.renameTo\\(|\\.toFile\\(\\)\\.delete");

    /** File -> why it may. */
    private static final Map<String, String> MAY =
            Map.of(
                    "vernier-onnx/src/main/java/dev/vernier/model/TemporaryFile.java",
                    "the seam",
                    "vernier-onnx/src/main/java/dev/vernier/model/TemporaryFolder.java",
                    "the seam",
                    "vernier-onnx/src/main/java/dev/vernier/model/AbandonedFiles.java",
                    "the seam",
                    "vernier-onnx/src/main/java/dev/vernier/model/FileTree.java",
                    "the seam",
                    "vernier-cli/src/main/java/dev/vernier/cli/Console.java",
                    "standard output",
                    "vernier-runtime/src/main/java/dev/vernier/runner/WorkerMain.java",
                    "standard output",
                    "vernier-cli/src/main/java/dev/vernier/cli/MachineCheck.java",
                    "tries whether the temporary folder can be written",
                    "vernier-spark/src/main/java/dev/vernier/spark/ShippedFile.java",
                    "in Spark's own folder, which goes with the application",
                    "vernier-spark/src/main/java/dev/vernier/spark/ShippedModel.java",
                    "in Spark's own folder, which goes with the application",
                    "vernier-spark/src/main/java/dev/vernier/spark/LocalModel.java",
                    "in Spark's own folder, which goes with the application");

    @Test
    void onlyTheSeamWrites() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path source : sources()) {
            Matcher writing = WRITING.matcher(Files.readString(source));
            String name = Path.of("..").relativize(source).toString().replace('\\', '/');
            if (writing.find() && !MAY.containsKey(name)) {
                found.add(name + ": " + writing.group());
            }
        }
        assertThat(found).isEmpty();
    }

    /** The pattern sees what it should, and the list has nothing that needs no leave. */
    @Test
    void everyLeaveIsUsed() throws IOException {
        for (String name : MAY.keySet()) {
            assertThat(Files.readString(Path.of("..", name))).as(name).containsPattern(WRITING);
        }
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            for (Path module : modules.filter(path -> Files.exists(path.resolve("src"))).toList()) {
                try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
                }
            }
        }
        assertThat(sources).hasSizeGreaterThan(300);
        return sources;
    }
}
