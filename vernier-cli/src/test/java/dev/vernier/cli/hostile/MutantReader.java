package dev.vernier.cli.hostile;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.UnsupportedModelException;
import dev.vernier.model.ModelFile;
import dev.vernier.model.OutputFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads many damaged models, in a JVM of its own with a small heap: each must be refused with a
 * declared exception that names the file, or be sound; some of the sound ones are written and read
 * again.
 *
 * <p>Time is that of the processor: what other programs do meanwhile is no fault of the reader.
 *
 * <p>Arguments: a folder, the number of mutants, the first seed. Prints one line; ends with 1 if
 * there was a fault.
 */
final class MutantReader {

    private static final long LARGEST_TIMED = 200 << 10;

    /** One of so many sound models is written: each waits for the disk. */
    private static final int WRITTEN = 64;

    private static final long SECOND = 1_000_000_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Path file;
    private final Path written;
    private final List<ModelProto> seeds;
    private final List<byte[]> bytes;
    private int refused;
    private int sound;
    private int faults;
    private int slow;
    private long slowest;

    private MutantReader(Path folder) throws IOException {
        file = folder.resolve("mutant.onnx");
        written = folder.resolve("written.onnx");
        seeds = Seeds.readable();
        bytes = seeds.stream().map(ModelProto::toByteArray).toList();
    }

    public static void main(String[] arguments) throws IOException {
        MutantReader reader = new MutantReader(Path.of(arguments[0]));
        int mutants = Integer.parseInt(arguments[1]);
        long first = Long.parseLong(arguments[2]);
        for (int i = 0; i < mutants; i++) {
            reader.read(first + i);
        }
        System.out.println(reader.summary(mutants));
        System.exit(reader.faults + reader.slow == 0 ? 0 : 1);
    }

    private void read(long seed) throws IOException {
        Mutator mutator = new Mutator(seed);
        int which = Math.floorMod(seed, seeds.size());
        byte[] mutant =
                (seed / seeds.size()) % 2 == 0
                        ? mutator.bytes(bytes.get(which))
                        : mutator.fields(seeds.get(which)).toByteArray();
        Files.write(file, mutant);
        long start = THREADS.getCurrentThreadCpuTime();
        look(seed);
        long time = THREADS.getCurrentThreadCpuTime() - start;
        slowest = Math.max(slowest, time);
        if (time > SECOND && mutant.length <= LARGEST_TIMED) {
            slow++;
            System.out.printf("seed %d: took %d ms%n", seed, time / 1_000_000);
        }
    }

    /** Whatever may be thrown is looked at: an error too is a fault that must be counted. */
    @SuppressWarnings("CatchAndPrintStackTrace")
    private void look(long seed) {
        try {
            ModelFile read = ModelFile.read(file);
            if (sound++ % WRITTEN == 0) {
                ModelFile.write(written, read.model(), true, OutputFile.Check.NONE);
                ModelFile.read(written);
            }
        } catch (ModelFormatException | UnsupportedModelException e) {
            refused++;
            if (!String.valueOf(e.getMessage()).startsWith(file.toString())) {
                faults++;
                System.out.println("seed " + seed + ": refused without the file: " + e);
            }
        } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
            faults++;
            System.out.println("seed " + seed + ":");
            e.printStackTrace(System.out);
        }
    }

    private String summary(int mutants) {
        return "%d mutants: %d refused, %d sound, %d faults, %d over 1 s, slowest %d ms"
                .formatted(mutants, refused, sound, faults, slow, slowest / 1_000_000);
    }
}
