package dev.vernier.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The next writer removes what the dead left, and nothing that may be in use. */
class AbandonedFilesTest {

    private static final long NOBODY = 999_999_999;
    private static final String HASH = "0123456789abcdef";

    private final Path folder;
    private final FileOwner self = FileOwner.SELF;

    AbandonedFilesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path temporary(FileOwner owner, String claim) throws IOException {
        TemporaryName name = new TemporaryName("model.onnx", owner, 1, claim);
        return Files.createFile(folder.resolve(name.toString()));
    }

    private void nextRun() throws IOException {
        OutputFile.write(folder.resolve("next.json"), true, new byte[] {1});
    }

    @Test
    void fileOfADeadProcessGoes() throws IOException {
        Path dead = temporary(new FileOwner(self.host(), NOBODY, 1), "");
        nextRun();
        assertThat(dead).doesNotExist();
    }

    @Test
    void fileOfAnEarlierProcessWithOurNumberGoes() throws IOException {
        Path dead = temporary(new FileOwner(self.host(), self.process(), self.started() - 1), "");
        nextRun();
        assertThat(dead).doesNotExist();
    }

    @Test
    void fileOfALivingProcessStays() throws IOException {
        long parent = ProcessHandle.current().parent().orElseThrow().pid();
        Path living = temporary(new FileOwner(self.host(), parent, 1), "");
        Files.setLastModifiedTime(living, FileTime.from(Instant.EPOCH));
        Path ours = temporary(self, "");
        nextRun();
        assertThat(living).exists();
        assertThat(ours).exists();
    }

    @Test
    void fileOfAnotherMachineGoesAfterAWeek() throws IOException {
        Path fresh = temporary(new FileOwner("ffffffff", NOBODY, 1), "");
        Path old = temporary(new FileOwner("ffffffff", NOBODY, 2), "");
        Instant lastWeek = Instant.now().minus(Duration.ofDays(8));
        Files.setLastModifiedTime(old, FileTime.from(lastWeek));
        nextRun();
        assertThat(fresh).exists();
        assertThat(old).doesNotExist();
    }

    @Test
    void dataThatOnlyTheDeadClaimedGoesWithThem() throws IOException {
        Path data = Files.createFile(folder.resolve("model.onnx." + HASH + ".data"));
        temporary(new FileOwner(self.host(), NOBODY, 1), HASH);
        temporary(new FileOwner(self.host(), NOBODY, 2), HASH);
        nextRun();
        assertThat(data).doesNotExist();
    }

    @Test
    void dataThatTheLivingClaimStays() throws IOException {
        Path data = Files.createFile(folder.resolve("model.onnx." + HASH + ".data"));
        Path dead = temporary(new FileOwner(self.host(), NOBODY, 1), HASH);
        temporary(self, HASH);
        nextRun();
        assertThat(dead).doesNotExist();
        assertThat(data).exists();
    }

    @Test
    void whatOnlyLooksAlikeStays() throws IOException {
        Path other = Files.createFile(folder.resolve(".notes.vernier-tmp"));
        Path shown = Files.createFile(folder.resolve("model.onnx." + HASH + ".data"));
        nextRun();
        assertThat(other).exists();
        assertThat(shown).exists();
    }

    @Test
    void folderOfTheDeadGoesWithItsContent() throws IOException {
        TemporaryName name =
                new TemporaryName("vernier-bench", new FileOwner(self.host(), NOBODY, 1), 1, "");
        Path dead = Files.createDirectory(folder.resolve(name.toString()));
        Files.createFile(dead.resolve("profile.json"));
        nextRun();
        assertThat(dead).doesNotExist();
    }

    @Test
    void namesAreReadAsTheyAreWritten() {
        TemporaryName name = TemporaryName.next(Path.of("a.1-2-3-4.onnx"), HASH);
        assertThat(TemporaryName.parse(name.toString())).contains(name);
        TemporaryName plain = TemporaryName.next(Path.of("é".repeat(200)), "");
        assertThat(TemporaryName.parse(plain.toString())).contains(plain);
        assertThat(TemporaryName.parse(".model.onnx.vernier-tmp")).isEmpty();
    }
}
