package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a distribution, with scripts in the place of Java that print how they ran. */
class LauncherTest {

    /** Prints its name and arguments; as the archiving run, makes archive and library instead. */
    private static final String FAKE_JAVA =
            """
            #!/bin/bash
            for argument in "$@"; do
                case $argument in
                    -XX:AOTCacheOutput=* | -XX:ArchiveClassesAtExit=*)
                        touch "${argument#*=}"
                        touch "${@: -1}/library"
                        exit 0
                        ;;
                esac
            done
            echo "%s" "$@"
            exit 65
            """;

    @TempDir private Path folder = Path.of("");

    private Path launcher = Path.of("");

    @BeforeEach
    void unpack() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "a system without bash");
        Path bin = Files.createDirectories(folder.resolve("dist/bin"));
        launcher = Files.copy(Path.of("..", "vernier"), bin.resolve("vernier"));
        Files.createFile(folder.resolve("dist/vernier.jar"));
    }

    private Path jdk(String name, String version) throws IOException {
        Path java = folder.resolve(name).resolve("bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(java, FAKE_JAVA.formatted(name));
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(
                folder.resolve(name).resolve("release"),
                "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return folder.resolve(name);
    }

    private CommandRun launch(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/bin/bash", launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("VERNIER_"));
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("HOME", folder.toString());
        builder.environment().putAll(environment);
        builder.redirectOutput(folder.resolve("out").toFile());
        builder.redirectError(folder.resolve("err").toFile());
        int exitCode = builder.start().waitFor();
        return new CommandRun(
                exitCode,
                Files.readString(folder.resolve("out"), StandardCharsets.UTF_8),
                Files.readString(folder.resolve("err"), StandardCharsets.UTF_8));
    }

    @Test
    void theNewestJavaWins() throws Exception {
        Path old = jdk("old", "17.0.1");
        jdk(".jdks/newest", "1999.1");
        jdk(".sdkman/candidates/java/newer", "1998.0.2");
        CommandRun run = launch(Map.of("JAVA_HOME", old.toString()), "--version");
        assertThat(run.out()).startsWith(".jdks/newest ");
    }

    @Test
    void javaHomeWinsOverEquallyNewOnes() throws Exception {
        Path home = jdk("home", "1999");
        jdk(".jdks/other", "1999.8.1");
        assertThat(launch(Map.of("JAVA_HOME", home.toString())).out()).startsWith("home ");
    }

    @Test
    void vernierJavaHomeWinsOverAll() throws Exception {
        Path chosen = jdk("chosen", "17");
        jdk(".jdks/newest", "1999");
        CommandRun run = launch(Map.of("VERNIER_JAVA_HOME", chosen.toString()));
        assertThat(run.out()).startsWith("chosen ").doesNotContain("--sun-misc-unsafe");
    }

    @Test
    void anOldVernierJavaHomeIsRefused() throws Exception {
        Path old = jdk("old", "11.0.2");
        CommandRun run = launch(Map.of("VERNIER_JAVA_HOME", old.toString()));
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .isEqualTo(
                        "vernier: error: VERNIER_JAVA_HOME must be a JDK of 17 or later; "
                                + ("VERNIER_JAVA_HOME=" + old + "\n"));
    }

    @Test
    void argumentsAndExitCodePassThrough() throws Exception {
        Path java = jdk("java 25", "25.0.3"); // blanks in the path
        CommandRun run =
                launch(
                        Map.of(
                                "VERNIER_JAVA_HOME",
                                java.toString(),
                                "VERNIER_JAVA_OPTS",
                                "-Xmx1g -Dx=y"),
                        "explain",
                        "a  b",
                        "");
        assertThat(run.exitCode()).isEqualTo(65);
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains(" -Xmx1g -Dx=y -jar ")
                .contains("--sun-misc-unsafe-memory-access=allow")
                .endsWith("/dist/vernier.jar explain a  b \n");
    }

    @Test
    void theArchiveIsMadeOnceForEachJavaAndJar() throws Exception {
        Path java = jdk("java", "25.0.3");
        Map<String, String> environment = Map.of("VERNIER_JAVA_HOME", java.toString());
        assertThat(launch(environment).out())
                .contains("-XX:AOTCache=", "-Donnxruntime.native.path=");
        List<Path> archives = archives();
        assertThat(archives).hasSize(1);
        launch(environment);
        assertThat(archives()).isEqualTo(archives);

        jdk("java", "25.0.4");
        launch(environment);
        assertThat(archives()).hasSize(2);
    }

    @Test
    void anOlderJavaArchivesClassesOnly() throws Exception {
        Path java = jdk("java", "24.0.2");
        String out = launch(Map.of("VERNIER_JAVA_HOME", java.toString())).out();
        assertThat(out).contains("-XX:SharedArchiveFile=").doesNotContain("AOTCache");
    }

    @Test
    void aDistributionThatMovedMakesItsArchiveAgain() throws Exception {
        Path java = jdk("java", "25.0.3");
        Map<String, String> environment = Map.of("VERNIER_JAVA_HOME", java.toString());
        launch(environment);
        Path moved = Files.move(folder.resolve("dist"), folder.resolve("elsewhere"));
        launcher = moved.resolve("bin/vernier");
        assertThat(launch(environment).out()).contains("-XX:AOTCache=" + moved.toRealPath());
        try (var files = Files.list(moved.resolve("cache"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".aot"))).hasSize(2);
        }
    }

    @Test
    void theArchiveCanBeDoneWithout() throws Exception {
        Path java = jdk("java", "25.0.3");
        CommandRun run =
                launch(Map.of("VERNIER_JAVA_HOME", java.toString(), "VERNIER_CACHE", "off"));
        assertThat(run.out()).doesNotContain("AOTCache", "native.path").contains(" -jar ");
        assertThat(folder.resolve("dist/cache")).doesNotExist();
    }

    @Test
    void aLinkToTheLauncherWorks() throws Exception {
        Path java = jdk("java", "25");
        Path link = Files.createSymbolicLink(folder.resolve("link"), launcher);
        launcher = link;
        CommandRun run = launch(Map.of("VERNIER_JAVA_HOME", java.toString()));
        assertThat(run.out()).contains("-jar " + folder.toRealPath().resolve("dist/vernier.jar"));
    }

    private List<Path> archives() throws IOException {
        try (var files = Files.list(folder.resolve("dist/cache"))) {
            return files.filter(file -> file.toString().endsWith(".aot")).sorted().toList();
        }
    }
}
