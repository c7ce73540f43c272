package dev.vernier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import dev.vernier.model.faulty.Fault;
import dev.vernier.model.faulty.FaultyDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of output, written to a disk that fails at the Nth operation, for every N, in every
 * way: afterwards there is the old output or the new one, whole, and after the next run nothing
 * else.
 */
class FaultyWriteTest {

    /** Reads what it needs from {@code folder} and writes the output into it. */
    @FunctionalInterface
    private interface Writer {
        void write(Path folder, byte variant) throws IOException;
    }

    /** An output, and how it is written; the name is for the test's report. */
    private record Output(String name, Writer writer) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final String MODEL = "model.onnx";
    private static final int WEIGHTS = 3000;
    private static final byte OLD = 1;
    private static final byte FRESH = 2;
    private static final byte NEXT = 3;
    private static final long NOBODY = 999_999_999; // above the greatest number of a process

    private static final List<Output> OUTPUTS =
            List.of(
                    new Output("model", (folder, variant) -> model(folder, variant, 1 << 20)),
                    new Output("model and data", (folder, variant) -> model(folder, variant, 1)),
                    new Output("bytes, as of a plan", FaultyWriteTest::bytes),
                    new Output("stream, as of statistics", FaultyWriteTest::stream));

    private final Path folder;

    FaultyWriteTest(@TempDir Path folder) throws IOException {
        this.folder = folder.toRealPath();
    }

    static Stream<Arguments> cases() {
        return OUTPUTS.stream()
                .flatMap(
                        output ->
                                Arrays.stream(Fault.values())
                                        .filter(fault -> fault != Fault.NONE)
                                        .flatMap(
                                                fault ->
                                                        Stream.of(true, false)
                                                                .map(
                                                                        old ->
                                                                                Arguments.of(
                                                                                        output,
                                                                                        fault,
                                                                                        old))));
    }

    @ParameterizedTest(name = "{0}, {1}, old output: {2}")
    @MethodSource("cases")
    void oldOrNewWhateverFails(Output output, Fault fault, boolean hasOld) throws IOException {
        List<Byte> before = hasOld ? List.of(OLD) : List.of();
        String old = contentAfter(output, before);
        String fresh = contentAfter(output, List.of(FRESH));
        Set<String> afterOld = namesAfter(output, hasOld ? List.of(OLD, NEXT) : List.of(NEXT));
        Set<String> afterFresh =
                namesAfter(output, hasOld ? List.of(OLD, FRESH, NEXT) : List.of(FRESH, NEXT));
        int operation = 0;
        boolean reached = true;
        while (reached) {
            operation++;
            runs(output, before);
            FaultyDisk disk = new FaultyDisk();
            disk.fail(fault, operation);
            boolean succeeded = succeeds(output, disk);
            reached = disk.operations() >= operation && fault != Fault.SHORT;
            String moment = "%s at operation %d".formatted(fault, operation);
            if (fault == Fault.CRASH || fault == Fault.CRASH_LOSING_NAMES) {
                disk.crash();
                nobodyOwnsTemporaries();
            }
            disk.fail(Fault.NONE, 0);
            String found = content();
            assertThat(found).as(moment).isIn(fresh, old);
            assertThat(succeeded && !found.equals(fresh)).as("success without output").isFalse();

            write(output, NEXT);
            assertThat(names())
                    .as("files after the run that follows %s", moment)
                    .isEqualTo(found.equals(fresh) ? afterFresh : afterOld);
        }
        System.out.printf("%s, %s: %d moments%n", output, fault, operation);
        assertThat(operation).isGreaterThan(fault == Fault.SHORT ? 0 : 5);
    }

    private boolean succeeds(Output output, FaultyDisk disk) {
        try {
            output.writer().write(disk.path(folder), FRESH);
            return true;
        } catch (IOException | UncheckedIOException e) {
            return false; // as it has to be told
        }
    }

    /** The input, then one run after the other. */
    private void runs(Output output, List<Byte> variants) throws IOException {
        clear();
        source(healthy());
        for (byte variant : variants) {
            write(output, variant);
        }
    }

    private void write(Output output, byte variant) throws IOException {
        output.writer().write(healthy(), variant);
    }

    /** Nothing is really forced, which takes long. */
    private Path healthy() {
        return new FaultyDisk().path(folder);
    }

    /** What runs without faults leave as the output. */
    private String contentAfter(Output output, List<Byte> variants) throws IOException {
        runs(output, variants);
        return content();
    }

    /** The files that runs without faults leave: data of models that were replaced stays. */
    private Set<String> namesAfter(Output output, List<Byte> variants) throws IOException {
        runs(output, variants);
        return names();
    }

    /**
     * The output, weights and all; empty if there is none. Fails if it is neither whole nor none.
     */
    private String content() throws IOException {
        Path file = folder.resolve(MODEL);
        if (!Files.exists(file)) {
            return "";
        }
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length > 0 && bytes[0] == 'b') {
            return Arrays.toString(bytes);
        }
        try {
            return ModelFile.read(file).sha256();
        } catch (RuntimeException e) {
            return fail("output must be whole", e);
        }
    }

    private Set<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            Set<String> names = new TreeSet<>();
            files.forEach(file -> names.add(String.valueOf(file.getFileName())));
            return names;
        }
    }

    private void clear() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** The process that wrote is gone: its number is that of none. */
    private void nobodyOwnsTemporaries() throws IOException {
        for (String name : names()) {
            Optional<TemporaryName> temporary = TemporaryName.parse(name);
            if (temporary.isPresent()) {
                FileOwner self = temporary.get().owner();
                TemporaryName dead =
                        new TemporaryName(
                                temporary.get().start(),
                                new FileOwner(self.host(), NOBODY, self.started()),
                                temporary.get().number(),
                                temporary.get().claim());
                Files.move(folder.resolve(name), folder.resolve(dead.toString()));
            }
        }
    }

    /** A file whose weights the output takes, as the model that is quantized. */
    private static void source(Path folder) throws IOException {
        float[] weights = new float[WEIGHTS];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = i;
        }
        Graph graph =
                Graph.builder("source", Opsets.of(17))
                        .input(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(WEIGHTS)))
                        .initializer(Tensor.ofFloats("w", new long[] {WEIGHTS}, weights))
                        .node(Node.of("sum", "Add", List.of("x", "w"), List.of("y")))
                        .output(ValueInfo.tensor("y", ElementType.FLOAT, Shape.of(WEIGHTS)))
                        .build();
        ModelFile.write(
                folder.resolve("source.onnx"), Model.of(8, graph), true, OutputFile.Check.NONE);
    }

    private static void model(Path folder, byte variant, long mostBytes) throws IOException {
        Model source = ModelFile.read(folder.resolve("source.onnx")).model();
        float[] more = new float[WEIGHTS];
        Arrays.fill(more, variant);
        Graph graph =
                source.graph().toBuilder()
                        .initializer(Tensor.ofFloats("v", new long[] {WEIGHTS}, more))
                        .node(Node.of("product", "Mul", List.of("y", "v"), List.of("z")))
                        .output(ValueInfo.tensor("z", ElementType.FLOAT, Shape.of(WEIGHTS)))
                        .build();
        ModelFile.write(
                folder.resolve(MODEL),
                source.withGraph(graph),
                true,
                temporary -> assertThat(ModelFile.read(temporary).sha256()).isNotEmpty(),
                mostBytes);
    }

    private static void bytes(Path folder, byte variant) throws IOException {
        OutputFile.write(folder.resolve(MODEL), true, content(variant));
    }

    private static void stream(Path folder, byte variant) throws IOException {
        OutputFile.write(
                folder.resolve(MODEL),
                true,
                channel -> {
                    for (byte each : content(variant)) {
                        Channels.newOutputStream(channel).write(each);
                    }
                },
                OutputFile.Check.NONE);
    }

    private static byte[] content(byte variant) {
        byte[] bytes = new byte[20];
        Arrays.fill(bytes, variant);
        bytes[0] = 'b';
        return bytes;
    }
}
