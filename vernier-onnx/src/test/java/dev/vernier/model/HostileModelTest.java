package dev.vernier.model;

import static org.assertj.core.api.Assertions.fail;

import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.UnsupportedModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of damaged models: each is either refused with a declared exception or is sound, which
 * means that it can be written and read again.
 */
class HostileModelTest {

    private static final int MUTANTS = Integer.getInteger("vernier.mutants", 4000);
    private static final long SEED = Long.getLong("vernier.seed", 20260101L);

    @Test
    void onlyDeclaredExceptionsEscape(@TempDir Path folder) throws IOException {
        byte[] sound = Protos.everything().toByteArray();
        Path file = folder.resolve("model.onnx");
        Path written = folder.resolve("written.onnx");
        for (int i = 0; i < MUTANTS; i++) {
            long seed = SEED + i;
            byte[] mutant = mutate(sound, new Random(seed));
            Files.write(file, mutant);
            try {
                ModelFile read = ModelFile.read(file);
                ModelFile.write(written, read.model(), true, OutputFile.Check.NONE);
                ModelFile.read(written);
            } catch (ModelFormatException | UnsupportedModelException e) {
                if (!String.valueOf(e.getMessage()).startsWith(file.toString())) {
                    fail("seed %d: refused without the file: %s", seed, e);
                }
            } catch (IOException | RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static byte[] mutate(byte[] sound, Random random) {
        byte[] mutant = sound.clone();
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times; i++) {
            int at = random.nextInt(mutant.length);
            switch (random.nextInt(6)) {
                case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> mutant[at] = (byte) random.nextInt(256);
                case 2 -> mutant[at] = (byte) (random.nextBoolean() ? 0xFF : 0x7F);
                case 3 -> mutant = Arrays.copyOf(mutant, Math.max(1, at));
                case 4 -> mutant = splice(mutant, at, random);
                default -> mutant = varint(mutant, at, random);
            }
        }
        return mutant;
    }

    /** Puts a piece of the model into another place of it. */
    private static byte[] splice(byte[] bytes, int at, Random random) {
        int from = random.nextInt(bytes.length);
        int length = Math.min(random.nextInt(64), bytes.length - from);
        byte[] spliced = Arrays.copyOf(bytes, bytes.length + length);
        System.arraycopy(bytes, from, spliced, at, length);
        System.arraycopy(bytes, at, spliced, at + length, bytes.length - at);
        return spliced;
    }

    /** Puts an extreme number over one byte. */
    private static byte[] varint(byte[] bytes, int at, Random random) {
        long[] extremes = {-1, Long.MIN_VALUE, 1L << 31, 1L << 40, 1L << 62, Integer.MAX_VALUE};
        byte[] number =
                new WireBuffer().varint(extremes[random.nextInt(extremes.length)]).toByteArray();
        byte[] changed = Arrays.copyOf(bytes, bytes.length + number.length - 1);
        System.arraycopy(number, 0, changed, at, number.length);
        System.arraycopy(bytes, at + 1, changed, at + number.length, bytes.length - at - 1);
        return changed;
    }
}
