package dev.vernier.runner;

import dev.vernier.data.SampleTensor;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A process that runs one model for another: it reads requests from standard input and answers on
 * standard output, one after the other, until there are no more or the other process ends.
 *
 * <pre>
 * request: LOAD source options | OPTIMIZE source options path | RUN wanted inputs | CLOSE
 * answer:  OUTPUT name tensor ... DONE | DONE strings | FAILED node reason | OUT_OF_MEMORY reason
 * </pre>
 *
 * <p>Both sides begin with {@link #MAGIC} and {@link #VERSION}; everything else is written as
 * {@link WireFormat} has it.
 */
public final class WorkerMain {

    static final int MAGIC = 0x56524E52; // VRNR
    static final int VERSION = 1;

    static final byte LOAD = 1;
    static final byte OPTIMIZE = 2;
    static final byte RUN = 3;
    static final byte CLOSE = 4;

    static final byte DONE = 0;
    static final byte FAILED = 1;
    static final byte OUTPUT = 2;
    static final byte OUT_OF_MEMORY = 3;

    private final DataInputStream in;
    private final DataOutputStream out;
    private Optional<Runner> runner = Optional.empty();

    private WorkerMain(DataInputStream in, DataOutputStream out) {
        this.in = in;
        this.out = out;
    }

    /**
     * Serves one other process.
     *
     * @param arguments libraries of operators that the models may need
     */
    public static void main(String[] arguments) throws IOException {
        FileOutputStream answers = new FileOutputStream(FileDescriptor.out);
        System.setOut(System.err); // nothing may come between the answers
        ProcessHandle.current().parent().ifPresent(WorkerMain::endWith);
        Arrays.stream(arguments).map(Path::of).forEach(Runners::useOperators);
        DataInputStream in = new DataInputStream(new BufferedInputStream(System.in));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(answers));
        try {
            new WorkerMain(in, out).serve();
        } catch (EOFException e) {
            return; // nobody asks any more
        }
    }

    /** Ends this process when the other does, also if it hangs. */
    private static void endWith(ProcessHandle other) {
        Thread watch =
                new Thread(
                        () -> {
                            other.onExit().join();
                            Runtime.getRuntime().halt(1);
                        },
                        "vernier-parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private void serve() throws IOException {
        requireVersion(in);
        writeVersion(out);
        out.flush();
        while (true) {
            byte request = in.readByte();
            try {
                answer(request);
            } catch (RunException e) {
                failed(e.node().orElse(""), e.reason());
            } catch (RuntimeException e) {
                failed("", e.toString());
            } catch (OutOfMemoryError e) {
                out.writeByte(OUT_OF_MEMORY);
                WireFormat.writeString(String.valueOf(e.getMessage()), out);
            }
            out.flush();
        }
    }

    private void failed(String node, String reason) throws IOException {
        out.writeByte(FAILED);
        WireFormat.writeString(node, out);
        WireFormat.writeString(reason, out);
    }

    private void answer(byte request) throws IOException {
        switch (request) {
            case LOAD -> load();
            case OPTIMIZE -> optimize();
            case RUN -> run();
            case CLOSE -> close();
            default -> throw new IOException("request must be known; request=" + request);
        }
    }

    private void load() throws IOException {
        SessionSource source = SessionSource.read(in);
        RunnerOptions options = SessionSource.readOptions(in);
        Runner loaded = new OnnxRuntimeRunner(source.name(), source.open(options), options);
        runner = Optional.of(loaded);
        done(loaded.outputs());
    }

    private void optimize() throws IOException {
        Path file = Path.of(WireFormat.readString(in));
        RunnerOptions options = SessionSource.readOptions(in);
        Path optimized = Path.of(WireFormat.readString(in));
        SessionFactory.writeOptimized(file, options, optimized);
        done(List.of());
    }

    private void run() throws IOException {
        Set<String> wanted = new LinkedHashSet<>(WireFormat.readStrings(in));
        int count = WireFormat.readCount(WireFormat.MOST_ITEMS, "number of inputs", in);
        Map<String, SampleTensor> inputs = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String name = WireFormat.readString(in);
            inputs.put(name, WireFormat.readSampleTensor(in));
        }
        for (Map.Entry<String, RunTensor> output :
                runner.orElseThrow().run(inputs, wanted).entrySet()) {
            out.writeByte(OUTPUT);
            WireFormat.writeString(output.getKey(), out);
            WireFormat.write(output.getValue(), out);
        }
        done(List.of());
    }

    private void close() throws IOException {
        runner.ifPresent(Runner::close);
        runner = Optional.empty();
        done(List.of());
    }

    private void done(List<String> strings) throws IOException {
        out.writeByte(DONE);
        WireFormat.writeStrings(strings, out);
    }

    static void writeVersion(DataOutputStream out) throws IOException {
        out.writeInt(MAGIC);
        out.writeInt(VERSION);
    }

    static void requireVersion(DataInputStream in) throws IOException {
        int magic = in.readInt();
        int version = in.readInt();
        if (magic != MAGIC || version != VERSION) {
            throw new IOException(
                    "both processes must be of one version; read=%08x %d, expected=%08x %d"
                            .formatted(magic, version, MAGIC, VERSION));
        }
    }
}
